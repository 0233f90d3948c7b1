import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Outlet } from '@tanstack/react-router'
import { Suspense, useEffect } from 'react'
import { activeRunsOf, applyToOverview, overviewQueries } from '../features/overview/overview.queries.ts'
import { ActiveRunBars } from '../features/regeneration/active-run-bar.tsx'
import { applyRunMessage } from '../features/regeneration/run-cache.ts'
import { applyRequestMessage } from '../features/requests/requests-count.queries.ts'
import { ExpiryWarning } from '../features/session/expiry-warning.tsx'
import { useI18n } from '../i18n/i18n.ts'
import { useApi } from '../lib/api-context.tsx'
import { mayHeal } from '../lib/api-error.ts'
import { LiveProvider, useTopic } from '../lib/live-context.tsx'
import { ConnectionNotice } from './connection-notice.tsx'
import { Header } from './header.tsx'
import { Navigation } from './navigation.tsx'
import { PagePending } from './page-pending.tsx'
import { seesRequests } from './pages.ts'
import { Shortcuts } from './shortcuts.tsx'
import { ShownNotices } from './shown-notices.tsx'
import { StepUp } from './step-up.tsx'
import { useMe } from './use-me.ts'

const frame = getRouteApi('/frame')

/** What stands around every page of a signed-in person, and what keeps the whole tab up to date. */
export function Frame() {
  return (
    <LiveProvider client={frame.useLoaderData()}>
      <AroundPages />
    </LiveProvider>
  )
}

function AroundPages() {
  const { t } = useI18n()
  const queryClient = useQueryClient()
  const overview = useQuery(overviewQueries.get(useApi()))
  useTopic('runs', (message) => {
    void applyRunMessage(queryClient, message, null)
    void applyToOverview(queryClient, message)
  })
  useTopic(seesRequests(useMe()) ? 'requests' : null, (message) => applyRequestMessage(queryClient, message))
  useTopic('log-sources', (message) => void applyToOverview(queryClient, message))
  const activeRuns = overview.data ? activeRunsOf(overview.data) : []
  const xnatIsUp = overview.data?.xnat.state === 'up'
  useEffect(() => {
    if (!xnatIsUp) return
    // What failed while XNAT was away need not wait for anybody to press a button.
    void queryClient.refetchQueries({ type: 'active', predicate: ({ state }) => mayHeal(state.error) })
  }, [xnatIsUp, queryClient])

  return (
    <div className="flex min-h-dvh flex-col pb-14 md:flex-row md:pb-0 lg:h-dvh">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-surface focus:p-2"
      >
        {t('frame.skip')}
      </a>
      <Navigation />
      <div className="flex min-w-0 flex-1 flex-col lg:h-dvh">
        <header>
          <Header overview={overview.data} />
          <ExpiryWarning />
          <ConnectionNotice />
          <ActiveRunBars runs={activeRuns} />
        </header>
        <main id="main" tabIndex={-1} className="min-h-0 flex-1 outline-none lg:overflow-auto">
          <Suspense fallback={<PagePending />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <Shortcuts />
      <ShownNotices />
      <StepUp />
    </div>
  )
}
