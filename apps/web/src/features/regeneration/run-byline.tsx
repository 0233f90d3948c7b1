import type { Run } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../i18n/i18n.ts'
import { shortText } from '../../lib/short-text.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Instant } from '../../ui/instant.tsx'
import { runTarget } from './run-sentences.ts'

/** `Project LIVER · bulk run · started by admin 14:02` */
export function RunByline({ run }: { run: Run }) {
  const { t } = useI18n()
  const target = runTarget(run, t)
  return (
    <p className="foreign">
      {run.projectId ? (
        <>
          {t('run.scope.project')}{' '}
          <Link to="/regeneration" search={{ project: run.projectId }} title={target} className="link">
            {shortText(target)}
          </Link>
        </>
      ) : (
        target
      )}
      {' · '}
      {t(`run.kind.${run.kind}`)}
      {' · '}
      {t('run.startedBy', { name: visibleText(run.startedBy) })} <Instant at={run.startedAt} as="clock" />
    </p>
  )
}
