import { RunId } from '@ohif-admin/contracts'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { overviewQueries } from '../../features/overview/overview.queries.ts'
import { RunPage } from '../../features/regeneration/run-page.tsx'
import type { RunView } from '../../features/regeneration/run-tabs.tsx'
import { NotFoundPage } from '../not-found-page.tsx'
import { useMe } from '../use-me.ts'

export function RunRoute() {
  const me = useMe()
  const queryClient = useQueryClient()
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
  const onLost = () => void queryClient.invalidateQueries({ queryKey: overviewQueries.root })
  const onStarted = (started: RunId) =>
    void navigate({ to: '/runs/$runId', params: { runId: started }, search: {} })
  return (
    <RunPage runId={runId.data} me={me} view={view} onView={onView} onLost={onLost} onStarted={onStarted} />
  )
}
