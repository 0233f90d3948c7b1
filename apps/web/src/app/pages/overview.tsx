import { activeRunsOf } from '../../features/overview/overview.queries.ts'
import { OverviewPage } from '../../features/overview/overview-page.tsx'
import { OverviewRuns } from '../../features/regeneration/overview-runs.tsx'
import { DocumentTitle } from '../document-title.tsx'
import { useMe } from '../use-me.ts'

export function OverviewRoute() {
  const admin = useMe().role === 'admin'
  return (
    <>
      <DocumentTitle page="overview.title" />
      <OverviewPage
        admin={admin}
        runs={(overview) => (
          <OverviewRuns activeRuns={activeRunsOf(overview)} lastRuns={overview.lastRuns} admin={admin} />
        )}
      />
    </>
  )
}
