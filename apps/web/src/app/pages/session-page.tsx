import { ProjectId, type RunData, type RunId, type SessionFacts, SessionName } from '@ohif-admin/contracts'
import { useParams, useRouter } from '@tanstack/react-router'
import { RebuildSession } from '../../features/regeneration/start/rebuild-session.tsx'
import { SessionPage } from '../../features/sessions/session-page.tsx'
import { useI18n } from '../../i18n/i18n.ts'
import { DocumentTitle } from '../document-title.tsx'
import { NotFoundPage } from '../not-found-page.tsx'
import { readsLog } from '../pages.ts'
import { useMe } from '../use-me.ts'

export function SessionRoute() {
  const me = useMe()
  const { t } = useI18n()
  const router = useRouter()
  const params = useParams({ from: '/frame/projects/$projectId/sessions/$sessionId' })
  const projectId = ProjectId.safeParse(params.projectId).data
  const name = SessionName.safeParse(params.sessionId).data
  if (projectId === undefined || name === undefined) return <NotFoundPage />
  const hrefOf = (sessionId: string) => {
    const { publicHref } = router.buildLocation({
      to: '/projects/$projectId/sessions/$sessionId',
      params: { projectId, sessionId },
    })
    return new URL(publicHref, window.location.href).href
  }
  const rebuild = (facts: SessionFacts, data: RunData, onStarted: (id: RunId) => void) => (
    <RebuildSession
      projectId={projectId}
      sessionId={facts.sessionId}
      data={data}
      label={t('sessionPage.rebuild')}
      disabled={!facts.mayRebuild}
      onStarted={onStarted}
    />
  )
  return (
    <>
      <DocumentTitle page="sessionPage.title" />
      <SessionPage
        // Another session is another page: nothing of the last one stays.
        key={`${projectId}/${name}`}
        projectId={projectId}
        name={name}
        username={me.username}
        readsLog={readsLog(me)}
        hrefOf={hrefOf}
        rebuild={rebuild}
      />
    </>
  )
}
