import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { KeptReport } from '../../features/ai-servers/kept-report.tsx'
import { AssignmentsPage } from '../../features/assignments/assignments-page.tsx'
import { type AssignmentsView, paramsOf, viewOf } from '../../features/assignments/assignments-view.ts'
import { sessionQueries } from '../../features/session/session.queries.ts'
import { useApi } from '../../lib/api-context.tsx'
import { DocumentTitle } from '../document-title.tsx'

export function AssignmentsRoute() {
  const view = viewOf(useSearch({ from: '/frame/assignments' }))
  const navigate = useNavigate({ from: '/assignments' })
  const site = useQuery(sessionQueries.site(useApi()))
  const onView = (change: Partial<AssignmentsView>, { replace }: { replace: boolean }) =>
    void navigate({
      search: (now) => paramsOf({ ...viewOf(now), ...change }),
      replace,
      resetScroll: false,
    })
  return (
    <>
      <DocumentTitle page="assignments.title" />
      <AssignmentsPage
        siteName={site.data?.name ?? ''}
        foundByCheck={(checkId) => <KeptReport id={checkId} />}
        view={view}
        onView={onView}
      />
    </>
  )
}
