import { ChangeRequestId, RequestState } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { KeptReport } from '../../features/ai-servers/kept-report.tsx'
import { requestCountQuery } from '../../features/requests/requests-count.queries.ts'
import { RequestsNotForYou } from '../../features/requests/requests-not-for-you.tsx'
import { RequestsPage, type RequestsView } from '../../features/requests/requests-page.tsx'
import { useApi } from '../../lib/api-context.tsx'
import { DocumentTitle } from '../document-title.tsx'
import { seesRequests } from '../pages.ts'
import { useMe } from '../use-me.ts'

export function RequestsRoute() {
  const me = useMe()
  const { state, q, request } = useSearch({ from: '/frame/requests' })
  const navigate = useNavigate({ from: '/requests' })
  const count = useQuery({ ...requestCountQuery(useApi()), enabled: seesRequests(me) })
  const view: RequestsView = {
    state: RequestState.safeParse(state).data,
    search: q ?? '',
    open: ChangeRequestId.safeParse(request).data ?? null,
  }
  const onView = (change: Partial<RequestsView>, { replace }: { replace: boolean }) => {
    const next = { ...view, ...change }
    void navigate({
      search: {
        ...(next.state ? { state: next.state } : {}),
        ...(next.search ? { q: next.search } : {}),
        ...(next.open ? { request: next.open } : {}),
      },
      replace,
      resetScroll: false,
    })
  }
  return (
    <>
      <DocumentTitle page="requests.title" />
      {seesRequests(me) ? (
        <RequestsPage
          me={me}
          toDecide={count.data?.toDecide}
          foundByCheck={(checkId) => <KeptReport id={checkId} />}
          view={view}
          onView={onView}
        />
      ) : (
        <RequestsNotForYou />
      )}
    </>
  )
}
