import { useI18n } from '../../i18n/i18n.ts'
import { CopyButton } from './copy-button.tsx'

interface CommandProps {
  command: string
  /** Of its step. */
  number: number
  /** Whether it may be taken away. */
  ready?: boolean
}

/** What to type, with a way to take it along. */
export function Command({ command, number, ready = true }: CommandProps) {
  const { t } = useI18n()
  return (
    <div className="flex items-start gap-2 rounded-md border border-line bg-canvas p-2">
      <pre className="min-w-0 flex-1 font-mono text-sm whitespace-pre-wrap break-words">
        <code>{command}</code>
      </pre>
      <CopyButton text={command} what={t('generator.commandsOf', { number })} disabled={!ready} />
    </div>
  )
}
