import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { Button } from '../../ui/button.tsx'

interface CopyButtonProps {
  text: string
  /** What is copied, for those who do not see beside what the button stands. */
  what: string
  disabled?: boolean
}

/** The clipboard exists only on https and localhost; elsewhere the text is there to be marked. */
export function CopyButton({ text, what, disabled = false }: CopyButtonProps) {
  const { t } = useI18n()
  const [copied, setCopied] = useState<string>()
  const copy = () =>
    navigator.clipboard?.writeText(text).then(
      () => setCopied(text),
      () => setCopied(undefined),
    )
  const done = copied === text
  const Icon = done ? Check : Copy
  return (
    <Button
      size="sm"
      disabled={disabled}
      aria-label={t(done ? 'generator.copied' : 'generator.copyWhat', { what })}
      onClick={() => void copy()}
    >
      <Icon aria-hidden="true" className="size-3.5" />
      {t(done ? 'common.copied' : 'generator.copy')}
    </Button>
  )
}
