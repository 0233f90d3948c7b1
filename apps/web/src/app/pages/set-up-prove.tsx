import type { ComponentProps } from 'react'
import { CheckPart } from '../../features/ai-servers/check-part.tsx'
import { ProveSection } from '../../features/set-up/prove-section.tsx'

/** The way to the users with the check of AI servers in it. */
export function ProvePart(props: Omit<ComponentProps<typeof ProveSection>, 'check'>) {
  return (
    <ProveSection {...props} check={(entry, onChecked) => <CheckPart entry={entry} onReport={onChecked} />} />
  )
}
