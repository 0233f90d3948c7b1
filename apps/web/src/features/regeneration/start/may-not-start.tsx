import type { Impact } from '@ohif-admin/contracts'
import { useState } from 'react'
import { useI18n } from '../../../i18n/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/notice.tsx'

/** Why this person cannot start the run, and what can be done instead. */
export function MayNotStart({ refusal }: { refusal: NonNullable<Impact['refusal']> }) {
  const { t } = useI18n()
  return (
    <Notice
      tone="neutral"
      title={t(`refusal.${refusal}`)}
      action={(refusal === 'not-admin' || refusal === 'may-not-edit') && <CopyLink />}
    >
      {t(`refusal.${refusal}-hint`)}
    </Notice>
  )
}

function CopyLink() {
  const { t } = useI18n()
  const [copied, setCopied] = useState<string | null>(null)
  const copy = async () => {
    const { href } = window.location
    // The clipboard exists only on https and localhost; elsewhere the address bar has the same link.
    await navigator.clipboard?.writeText(href).then(
      () => setCopied(href),
      () => setCopied(null),
    )
  }
  return (
    <Button size="sm" onClick={() => void copy()}>
      {copied === window.location.href ? t('common.copied') : t('regeneration.copyLink')}
    </Button>
  )
}
