import { Copy } from 'lucide-react'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Button } from '../../ui/button.tsx'

/** Lines to type, to be copied as a whole. */
export function Commands({ lines, label }: { lines: readonly string[]; label: string }) {
  const { t } = useI18n()
  const [copied, setCopied] = useState(false)
  if (lines.length === 0) return null
  const copy = () =>
    void navigator.clipboard.writeText(`${lines.join('\n')}\n`).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  return (
    <section
      aria-label={label}
      className="flex flex-wrap items-start gap-2 rounded-md border border-line bg-bg p-2"
    >
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it may scroll sideways, which the keyboard must be able to do
        tabIndex={0}
        className="min-w-0 flex-1 basis-64 overflow-x-auto font-mono text-sm"
      >
        {lines.map((line) => `${visibleText(line)}\n`)}
      </pre>
      <Button size="sm" onClick={copy}>
        <Copy aria-hidden="true" className="size-3.5" />
        {t(copied ? 'common.copied' : 'setUp.copy')}
      </Button>
    </section>
  )
}
