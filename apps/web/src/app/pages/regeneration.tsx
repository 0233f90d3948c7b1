import { useNavigate, useSearch } from '@tanstack/react-router'
import type { HistoryView } from '../../features/regeneration/history/history-view.ts'
import { RegenerationPage } from '../../features/regeneration/regeneration-page.tsx'
import { DocumentTitle } from '../document-title.tsx'
import { useMe } from '../use-me.ts'

const NEWEST_FIRST = '-started'

/** Where the parts of the history's view stand in the address, beside what is to be started. */
const HISTORY_PARAMS = {
  search: 'q',
  sort: 'sort',
  project: 'of',
  state: 'in',
  kind: 'as',
  by: 'by',
} as const satisfies Record<keyof HistoryView, string>

export function RegenerationRoute() {
  const me = useMe()
  const navigate = useNavigate({ from: '/regeneration' })
  const search = useSearch({ from: '/frame/regeneration' })
  const { q, sort, of, in: state, as, by, ...params } = search
  const view: HistoryView = {
    search: q ?? '',
    sort: sort ?? NEWEST_FIRST,
    project: of ?? '',
    state: state ?? '',
    kind: as ?? '',
    by: by ?? '',
  }
  const onHistory = (change: Partial<HistoryView>) => {
    const named = Object.entries(change).map(([part, value]) => [
      HISTORY_PARAMS[part as keyof HistoryView],
      value || undefined,
    ])
    void navigate({
      search: (old) => ({ ...old, ...Object.fromEntries(named) }),
      replace: true,
      resetScroll: false,
    })
  }
  return (
    <>
      <DocumentTitle page="regeneration.title" />
      <RegenerationPage
        me={me}
        params={params}
        history={view}
        onParams={(change) => void navigate({ search: (old) => ({ ...old, ...change }), resetScroll: false })}
        onHistory={onHistory}
        onStarted={(runId) => void navigate({ to: '/runs/$runId', params: { runId } })}
      />
    </>
  )
}
