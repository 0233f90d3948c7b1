import type {
  CoverageProject,
  CoverageProjectPage,
  CoverageScan,
  CoverageScanList,
} from '@ohif-admin/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import type { Translate } from '../../i18n/translate.ts'
import { useApi } from '../../lib/api-context.tsx'
import { useTopic } from '../../lib/live-context.tsx'
import { useLastError } from '../../lib/use-last-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { TabPanel, Tabs } from '../../ui/tabs.tsx'
import { applyCoverageMessage, coverageQueries } from './coverage.queries.ts'
import type { CoverageParams } from './coverage-params.ts'
import { CoverageSummary } from './coverage-summary.tsx'
import { type CoverageTab, viewOf } from './coverage-view.ts'
import { countsText } from './coverage-words.ts'
import { PastScans } from './past-scans.tsx'
import { ProjectsTab } from './projects-tab.tsx'
import { ScanCard } from './scan-card.tsx'
import { SessionsTab } from './sessions-tab.tsx'
import { type ScanTarget, StartScan } from './start-scan.tsx'

interface CoveragePageProps {
  params: CoverageParams
  onView: (change: CoverageParams, options: { replace: boolean }) => void
  /** Offers to tell of the end of a scan. */
  tell: (scan: CoverageScan) => ReactNode
}

/** Which sessions have valid metadata, as far as anybody has looked, and the scans that look. */
export function CoveragePage({ params, onView, tell }: CoveragePageProps) {
  const { t } = useI18n()
  const api = useApi()
  const client = useQueryClient()
  const view = viewOf(params)
  const [target, setTarget] = useState<ScanTarget | null>(null)
  useTopic('coverage', (message) => applyCoverageMessage(client, message))
  const scans = useQuery(coverageQueries.scans(api))
  const summary = useQuery(coverageQueries.summary(api, view.data))
  const error = useLastError(summary)
  const { open, over } = split(scans.data)
  return (
    <Page title={t('coverage.title')} intro={summary.data ? sentence(summary.data, t) : '\u00a0'}>
      {error && <ErrorNotice error={error} what={t('coverage.failed')} onRetry={summary.refetch} />}
      {scans.isError && (
        <ErrorNotice error={scans.error} what={t('coverage.scansFailed')} onRetry={scans.refetch} />
      )}
      {scans.data &&
        open.map((scan) => <ScanCard key={scan.id} scan={scan} list={scans.data} tell={tell(scan)} />)}
      {summary.data && (
        <CoverageSummary
          page={summary.data}
          mayScan={scans.data?.mayScan ?? 'none'}
          onScan={() => setTarget(everythingOf(summary.data))}
          data={view.data}
          onData={(data) => onView({ data: data === 'viewer' ? undefined : data }, { replace: false })}
        />
      )}
      <section aria-label={t('coverage.title')} className="card">
        <Tabs<CoverageTab>
          label={t('coverage.title')}
          value={view.tab}
          onChange={(tab) => onView({ tab, sort: undefined, q: undefined }, { replace: false })}
          tabs={(['projects', 'sessions'] as const).map((value) => ({
            value,
            label: t(`coverage.tab.${value}`),
            count: null,
          }))}
        >
          <TabPanel value="projects">
            <ProjectsTab view={view} onView={onView} onScan={(project) => setTarget(targetOf(project))} />
          </TabPanel>
          <TabPanel value="sessions">
            <SessionsTab view={view} onView={onView} />
          </TabPanel>
        </Tabs>
      </section>
      <PastScans scans={over} shown={params.scan} />
      <StartScan target={target} list={scans.data} onClose={() => setTarget(null)} />
    </Page>
  )
}

function split(list: CoverageScanList | undefined) {
  const all = list?.scans ?? []
  return {
    open: all.filter(({ endedAt }) => endedAt === null),
    over: all.filter(({ endedAt }) => endedAt !== null),
  }
}

function sentence({ sums, neverListed }: CoverageProjectPage, t: Translate): string {
  const never = neverListed > 0 ? ` ${t('coverage.neverListed', { count: neverListed })}` : ''
  if (sums.total === 0) return `${t('coverage.nothingKnown')}${never}`
  return `${t('coverage.sentence', { count: sums.total, parts: countsText(sums, t) })}${never}`
}

/** Nothing is known of projects that were never listed, so neither is the number of all sessions. */
function everythingOf({ sums, neverListed }: CoverageProjectPage): ScanTarget {
  const known = neverListed === 0 && sums.total > 0
  return {
    project: null,
    sessions: known ? sums.total : null,
    notValid: known ? sums.total - sums.valid : null,
  }
}

function targetOf(project: CoverageProject): ScanTarget {
  const { counts, listedAt } = project
  return {
    project,
    sessions: listedAt === null ? null : counts.total,
    notValid: listedAt === null ? null : counts.total - counts.valid,
  }
}
