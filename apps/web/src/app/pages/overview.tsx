import { OverviewPage } from '../../features/overview/overview-page.tsx'
import { OverviewRuns } from '../../features/regeneration/overview-runs.tsx'
import { DocumentTitle } from '../document-title.tsx'

export function OverviewRoute() {
  return (
    <>
      <DocumentTitle page="overview.title" />
      <OverviewPage
        runs={({ activeRun, lastRuns }) => <OverviewRuns activeRun={activeRun} lastRuns={lastRuns} />}
      />
    </>
  )
}
