import type { RunId } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../i18n/i18n.ts'
import { Notice } from '../../ui/notice.tsx'

/** XNAT does one bulk rebuild at a time; this is the way to the one that is in the way, when it is known. */
export function ActiveRunNotice({ runId }: { runId: RunId | null }) {
  const { t } = useI18n()
  if (!runId)
    return (
      <Notice tone="attention" role="status" title={t('impact.busy')}>
        {t('impact.busyHint')}
      </Notice>
    )
  return (
    <Notice tone="attention" role="status" title={t('impact.active')}>
      {t('impact.activeHint')}{' '}
      <Link to="/runs/$runId" params={{ runId }} className="link">
        {t('impact.activeLink')}
      </Link>
    </Notice>
  )
}
