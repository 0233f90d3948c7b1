import type { Overview } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { SlowHint } from '../../ui/slow-hint.tsx'
import { EventRebuilds } from './event-rebuilds.tsx'
import { FactCard } from './fact-card.tsx'
import { LogSources } from './log-sources.tsx'
import { overviewQueries } from './overview.queries.ts'
import { overviewSentence, pluginFact, xnatFact } from './overview-facts.ts'

interface OverviewPageProps {
  /** Sees every run this console follows. */
  admin: boolean
  /** What runs now and what ran last, shown by the page that knows runs. */
  runs: (overview: Overview) => ReactNode
}

/** Is the archive up, is the plugin there, can the log be read, what runs. */
export function OverviewPage({ admin, runs }: OverviewPageProps) {
  const { t } = useI18n()
  const overview = useQuery(overviewQueries.get(useApi()))
  return (
    <Page
      title={t('overview.title')}
      intro={overview.data ? overviewSentence(overview.data, t, admin) : '\u00a0'}
    >
      {overview.isPending && <OverviewSkeleton />}
      {overview.isError && !overview.data && (
        <ErrorNotice error={overview.error} what={t('overview.failed')} onRetry={overview.refetch} />
      )}
      {overview.data && (
        <>
          {overview.isError && <Notice tone="attention">{t('overview.stale')}</Notice>}
          <Facts overview={overview.data} />
          {runs(overview.data)}
          {overview.data.eventRebuilds && <EventRebuilds perMinute={overview.data.eventRebuilds.perMinute} />}
        </>
      )}
    </Page>
  )
}

function Facts({ overview }: { overview: Overview }) {
  const { t } = useI18n()
  const { node } = overview.xnat
  return (
    <div className="grid items-start gap-4 md:grid-cols-2 xl:grid-cols-[1fr_1fr_2fr]">
      <FactCard
        title={t('xnat.title')}
        fact={xnatFact(overview, t)}
        extra={node ? t('xnat.node', { node }) : ''}
      />
      <FactCard title={t('plugin.title')} fact={pluginFact(overview, t)} />
      <LogSources sources={overview.logSources} />
    </div>
  )
}

function OverviewSkeleton() {
  const { t } = useI18n()
  return (
    <>
      <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-[1fr_1fr_2fr]">
        {['xnat', 'plugin', 'log'].map((card) => (
          <div key={card} className="card">
            <SkeletonRows rows={2} label={t('common.loading')} />
          </div>
        ))}
      </div>
      <div className="card">
        <SkeletonRows rows={6} label={t('runs.loading')} />
      </div>
      <SlowHint />
    </>
  )
}
