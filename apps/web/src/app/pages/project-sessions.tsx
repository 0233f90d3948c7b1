import { ProjectId } from '@ohif-admin/contracts'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { ProjectSessionsPage, type SessionsView } from '../../features/sessions/project-sessions-page.tsx'
import { DocumentTitle } from '../document-title.tsx'
import { NotFoundPage } from '../not-found-page.tsx'

export function ProjectSessionsRoute() {
  const params = useParams({ from: '/frame/projects/$projectId/sessions' })
  const { q, sort } = useSearch({ from: '/frame/projects/$projectId/sessions' })
  const navigate = useNavigate({ from: '/projects/$projectId/sessions' })
  const projectId = ProjectId.safeParse(params.projectId).data
  if (projectId === undefined) return <NotFoundPage />
  const view: SessionsView = { search: q ?? '', sort: sort ?? 'label' }
  const onView = (change: Partial<SessionsView>) => {
    const next = { ...view, ...change }
    void navigate({
      search: {
        ...(next.search ? { q: next.search } : {}),
        ...(next.sort === 'label' ? {} : { sort: next.sort }),
      },
      replace: true,
      resetScroll: false,
    })
  }
  return (
    <>
      <DocumentTitle page="sessionList.title" />
      <ProjectSessionsPage projectId={projectId} view={view} onView={onView} />
    </>
  )
}
