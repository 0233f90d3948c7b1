import { CircleUser } from 'lucide-react'
import { Button } from '../ui/button.tsx'
import { useMe } from './use-me.ts'

/** The look of the user menu while its code is on its way. */
export function UserMenuPlaceholder() {
  const { username } = useMe()
  return (
    <Button variant="quiet" aria-disabled="true">
      <CircleUser aria-hidden="true" className="size-4" />
      <span className="max-w-40 truncate">{username}</span>
    </Button>
  )
}
