import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'

/** The secret of a webhook, for the one time that it is told. */
export function SecretOnce({ secret, onDone }: { secret: string; onDone: () => void }) {
  const { t } = useI18n()
  const [copied, setCopied] = useState(false)
  // Without the clipboard the text can still be selected.
  const copy = () => void navigator.clipboard?.writeText(secret).then(() => setCopied(true))
  return (
    <div className="grid gap-4 p-4">
      <Notice tone="attention" role="status" title={t('notices.secret.title')}>
        {t('notices.secret.hint')}
      </Notice>
      <code className="rounded-md border border-line-strong bg-surface p-2 font-mono text-sm break-all select-all">
        {secret}
      </code>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={copy}>{t(copied ? 'common.copied' : 'notices.secret.copy')}</Button>
        <Button variant="primary" onClick={onDone}>
          {t('notices.secret.done')}
        </Button>
      </div>
    </div>
  )
}
