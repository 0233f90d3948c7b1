import type { RunId } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../../i18n/i18n.ts'
import { Notice } from '../../../ui/notice.tsx'

/** The same thing is being rebuilt already; this is the way to the run that does it, when it is known. */
export function ActiveRunNotice({ runId }: { runId: RunId | null }) {
  const { t } = useI18n()
  return (
    <Notice tone="attention" role="status" title={t('impact.same')}>
      {t('impact.sameHint')}{' '}
      {runId && (
        <Link to="/runs/$runId" params={{ runId }} className="link">
          {t('impact.activeLink')}
        </Link>
      )}
    </Notice>
  )
}
