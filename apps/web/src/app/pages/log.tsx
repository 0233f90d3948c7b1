import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { LogNotForYou } from '../../features/log/log-not-for-you.tsx'
import { LogPage } from '../../features/log/log-page.tsx'
import { type LogView, paramsOf, viewOf } from '../../features/log/log-view.ts'
import { overviewQueries } from '../../features/overview/overview.queries.ts'
import { useApi } from '../../lib/api-context.tsx'
import { DocumentTitle } from '../document-title.tsx'
import { readsLog } from '../pages.ts'
import { useMe } from '../use-me.ts'

export function LogRoute() {
  const me = useMe()
  const recognition = useQuery(overviewQueries.get(useApi())).data?.logSources ?? []
  const view = viewOf(useSearch({ from: '/frame/log' }))
  const navigate = useNavigate({ from: '/log' })
  const onView = (change: Partial<LogView>, { replace }: { replace: boolean }) =>
    void navigate({
      search: (now) => paramsOf({ ...viewOf(now), ...change }),
      replace,
      resetScroll: false,
    })
  return (
    <>
      <DocumentTitle page="explorer.title" />
      {readsLog(me) ? (
        <LogPage
          masked={me.may.logView === 'redacted'}
          recognition={recognition}
          view={view}
          onView={onView}
        />
      ) : (
        <LogNotForYou />
      )}
    </>
  )
}
