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
  return (
    <p className="foreign">
      <Target run={run} />
      {' · '}
      {t(`run.kind.${run.kind}`)}
      {run.data === 'dicomweb' && ` · ${t('run.data.dicomweb')}`}
      {' · '}
      {t('run.startedBy', { name: visibleText(run.startedBy) })} <Instant at={run.startedAt} as="clock" />
    </p>
  )
}

/** The way back to where the same can be started again. */
function Target({ run }: { run: Run }) {
  const { t } = useI18n()
  const target = runTarget(run, t)
  const { scope, projectId, targetId } = run
  if (projectId === null || scope === 'list' || scope === 'unknown') return target
  return (
    <>
      {scope === 'project' && `${t('run.scope.project')} `}
      <Link
        to="/regeneration"
        search={{
          project: projectId,
          ...(targetId !== null && (scope === 'subject' || scope === 'session') ? { [scope]: targetId } : {}),
        }}
        title={target}
        className="link"
      >
        {shortText(target)}
      </Link>
    </>
  )
}

/** Which sessions of which earlier run these are. */
export function ParentLink({ parent }: { parent: NonNullable<Run['parent']> }) {
  const { t } = useI18n()
  return (
    <>
      {t(`followUp.parent.${parent.take}`)}{' '}
      <Link to="/runs/$runId" params={{ runId: parent.runId }} className="link">
        {t('followUp.parent.link')}
      </Link>
    </>
  )
}
