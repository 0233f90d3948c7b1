import { isOpen, type Run, RunId } from '@ohif-admin/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { paramsOf, viewOf } from '../../features/log/log-view.ts'
import { RunLog } from '../../features/log/run-log.tsx'
import type { OnLogView } from '../../features/log/use-explorer.ts'
import { TellMe } from '../../features/notifications/tell-me.tsx'
import { overviewQueries } from '../../features/overview/overview.queries.ts'
import { RunPage } from '../../features/regeneration/run-page.tsx'
import type { RunView } from '../../features/regeneration/run-tabs.tsx'
import { useApi } from '../../lib/api-context.tsx'
import { NotFoundPage } from '../not-found-page.tsx'
import { NoticeLink } from '../notice-link.tsx'
import { readsLog } from '../pages.ts'
import { useMe } from '../use-me.ts'

const tell = (run: Run) => (
  <TellMe
    watched={{ of: 'run', id: run.id }}
    open={isOpen(run.state)}
    settings={(text) => <NoticeLink page="notifications">{text}</NoticeLink>}
  />
)

export function RunRoute() {
  const me = useMe()
  const queryClient = useQueryClient()
  const recognition = useQuery(overviewQueries.get(useApi())).data?.logSources ?? []
  const params = useParams({ from: '/frame/runs/$runId' })
  const search = useSearch({ from: '/frame/runs/$runId' })
  const navigate = useNavigate({ from: '/runs/$runId' })
  const runId = RunId.safeParse(params.runId)
  if (!runId.success) return <NotFoundPage />

  const view: RunView = { tab: search.tab ?? 'sessions', show: search.show ?? 'all', search: search.q ?? '' }
  const onView = (change: Partial<RunView>) => {
    const next = { ...view, ...change }
    void navigate({
      search: {
        tab: next.tab === 'sessions' ? undefined : next.tab,
        show: next.show === 'all' ? undefined : next.show,
        q: next.search || undefined,
      },
      // Another tab is a place to come back to; a letter more in the search is not.
      replace: change.tab === undefined,
      resetScroll: false,
    })
  }
  const onLogView: OnLogView = (change, { replace }) => {
    // What is more than this run is shown where there is room for it.
    if ('run' in change) return void navigate({ to: '/log', search: paramsOf({ ...viewOf({}), ...change }) })
    void navigate({
      search: ({ tab, ...now }) => ({ tab, ...paramsOf({ ...viewOf(now), ...change }) }),
      replace,
      resetScroll: false,
    })
  }
  const log = (run: Run) =>
    readsLog(me) && (
      <RunLog
        runId={run.id}
        start={isOpen(run.state) ? null : run.startCursor}
        recognition={recognition}
        view={viewOf(search)}
        onView={onLogView}
      />
    )
  const onLost = () => void queryClient.invalidateQueries({ queryKey: overviewQueries.root })
  const onStarted = (started: RunId) =>
    void navigate({ to: '/runs/$runId', params: { runId: started }, search: {} })
  return (
    <RunPage
      runId={runId.data}
      me={me}
      view={view}
      log={log}
      tell={tell}
      onView={onView}
      onLost={onLost}
      onStarted={onStarted}
    />
  )
}
