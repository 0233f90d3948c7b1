import type { ProjectId } from '@ohif-admin/contracts'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'

/** Why this person cannot start a bulk run, and what they can do instead. */
export function MayNotStart({ projectId }: { projectId: ProjectId }) {
  const { t } = useI18n()
  const [copied, setCopied] = useState<string | null>(null)
  const copy = async () => {
    // The clipboard exists only on https and localhost; elsewhere the address bar has the same link.
    await navigator.clipboard?.writeText(window.location.href).then(
      () => setCopied(projectId),
      () => setCopied(null),
    )
  }
  return (
    <Notice
      tone="neutral"
      title={t('regeneration.mayNot')}
      action={
        <Button size="sm" onClick={() => void copy()}>
          {copied === projectId ? t('common.copied') : t('regeneration.copyLink')}
        </Button>
      }
    >
      {t('regeneration.mayNotHint')}
    </Notice>
  )
}
