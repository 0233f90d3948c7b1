import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { activeRunsOf } from '../../features/overview/overview.queries.ts'
import { OverviewPage } from '../../features/overview/overview-page.tsx'
import { MyProjects } from '../../features/projects/my-projects.tsx'
import { OverviewRuns } from '../../features/regeneration/overview-runs.tsx'
import { projectQueries } from '../../features/regeneration/projects.queries.ts'
import { withMessages } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { DocumentTitle } from '../document-title.tsx'
import { seesCoverage } from '../pages.ts'
import { useMe } from '../use-me.ts'

/** Only for site admins, with texts of its own: nobody waits for it. */
const SetUpCard = lazy(async () => ({
  default: (await withMessages(import('../../features/set-up/overview-card.tsx'), 'setup')).SetUpCard,
}))

/** Comes after the page: nothing of it waits for this. */
const CoverageFinding = lazy(async () => ({
  default: (await withMessages(import('../../features/coverage/coverage-finding.tsx'), 'coverage'))
    .CoverageFinding,
}))

export function OverviewRoute() {
  const me = useMe()
  const { role, ownerOf } = me
  const admin = role === 'admin'
  // The id stands for the title until the listing is there: what somebody owns is known without it.
  const titles = useQuery({ ...projectQueries.all(useApi()), enabled: ownerOf.length > 0 }).data?.projects
  const owned = ownerOf.map((id) => titles?.find((project) => project.id === id) ?? { id, title: id })
  return (
    <>
      <DocumentTitle page="overview.title" />
      <OverviewPage
        admin={admin}
        runs={(overview) => (
          <>
            <Suspense fallback={null}>{admin && <SetUpCard />}</Suspense>
            <Suspense fallback={null}>{seesCoverage(me) && <CoverageFinding />}</Suspense>
            <OverviewRuns activeRuns={activeRunsOf(overview)} lastRuns={overview.lastRuns} admin={admin} />
            <MyProjects projects={owned} />
          </>
        )}
      />
    </>
  )
}
