import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'

interface CopyButtonProps {
  children: string
  /** What is copied, made when it is wanted. */
  text: () => string
}

/** Copies a text; where the browser forbids that (plain http), shows it to be copied by hand. */
export function CopyButton({ children, text }: CopyButtonProps) {
  const { t } = useI18n()
  const [copied, setCopied] = useState<string | null>(null)
  const [shown, setShown] = useState<string | null>(null)
  const copy = async () => {
    const wanted = text()
    try {
      await navigator.clipboard.writeText(wanted)
      setCopied(wanted)
    } catch {
      setShown(wanted)
    }
  }
  return (
    <>
      <Button onClick={() => void copy()}>{copied === null ? children : t('common.copied')}</Button>
      <Dialog open={shown !== null} onClose={() => setShown(null)} title={children}>
        <div className="grid gap-2 p-4">
          <p className="text-sm">{t('sessionPage.copyByHand')}</p>
          <textarea
            readOnly
            aria-label={children}
            rows={12}
            value={shown ?? ''}
            onFocus={(event) => event.target.select()}
            className="w-full rounded-md border border-line-strong bg-surface p-2 font-mono text-sm"
          />
        </div>
      </Dialog>
    </>
  )
}
