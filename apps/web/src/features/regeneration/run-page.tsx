import { isOpen, type Me, type Run, type RunId } from '@ohif-admin/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { useLiveState, useTopic } from '../../lib/live-context.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { LiveBadge } from '../../ui/live-badge.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { AfterRun } from './after/after-run.tsx'
import { RunControls } from './control/run-controls.tsx'
import { RunNotices } from './control/run-notices.tsx'
import { ExportMenu } from './export-menu.tsx'
import { isLost } from './forget-run.ts'
import { runQueries } from './run.queries.ts'
import { RunAnnouncer } from './run-announcer.tsx'
import { ParentLink, RunByline } from './run-byline.tsx'
import { applyRunMessage } from './run-cache.ts'
import { neverStarted } from './run-outcome.ts'
import { RunPageSkeleton } from './run-page-skeleton.tsx'
import { runDocumentTitle, runHeadline, runSentence, runTarget } from './run-sentences.ts'
import { RunSummary } from './run-summary.tsx'
import { RunTabs, type RunView } from './run-tabs.tsx'
import { StopWatching } from './stop-watching.tsx'

interface RunPageProps {
  runId: RunId
  me: Me
  view: RunView
  /** The run's part of the log, for those who may read it; else what can be told of it is shown. */
  log: (run: Run) => ReactNode
  /** What lets somebody be told how the run ends. */
  tell: (run: Run) => ReactNode
  onView: (change: Partial<RunView>) => void
  /** The run was shown and may not be shown any more. */
  onLost: () => void
  /** Another run was started from here. */
  onStarted: (id: RunId) => void
}

/** One run, for as long as anybody wants to look at it. */
export function RunPage({ runId, me, view, log, tell: tellOf, onView, onLost, onStarted }: RunPageProps) {
  const { t } = useI18n()
  const run = useQuery(runQueries.detail(useApi(), runId))
  const missing = isLost(run.error)
  const [shown, setShown] = useState<RunId | null>(null)
  if (run.data && shown !== runId) setShown(runId)
  const lost = missing && shown === runId
  const tell = useEffectEvent(onLost)
  useEffect(() => {
    if (lost) tell()
  }, [lost])

  if (run.isPending) return <RunPageSkeleton />
  if (run.data && !missing) {
    return (
      <Page fill>
        {run.isError && <Notice tone="attention">{t('run.stale')}</Notice>}
        <LoadedRun
          key={run.data.id}
          run={run.data}
          me={me}
          view={view}
          log={log}
          tell={tellOf}
          onView={onView}
          onStarted={onStarted}
        />
      </Page>
    )
  }
  return (
    <Page title={t('run.title')}>
      {missing ? (
        <Empty title={t(lost ? 'run.lost' : 'run.notFound')}>{t('run.notFoundHint')}</Empty>
      ) : (
        <ErrorNotice error={run.error} what={t('run.failed')} onRetry={run.refetch} />
      )}
    </Page>
  )
}

function LoadedRun({
  run,
  me,
  view,
  log,
  tell,
  onView,
  onStarted,
}: Omit<RunPageProps, 'runId' | 'onLost'> & { run: Run }) {
  const words = useI18n()
  const queryClient = useQueryClient()
  const live = useLiveState()
  const open = isOpen(run.state)
  // A run that ends while it is looked at stays on the stream: its last verdicts come after its end.
  const [watched, setWatched] = useState(open)
  if (open && !watched) setWatched(true)
  useTopic(watched ? `run:${run.id}` : null, (message) => void applyRunMessage(queryClient, message, run.id))

  const sentence = runSentence(run, words)
  return (
    <>
      <title>{runDocumentTitle(run, words)}</title>
      <div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2">
          <RunByline run={run} />
          {run.parent && (
            <p>
              <ParentLink parent={run.parent} />
            </p>
          )}
          <LiveBadge live={live} ended={!open} />
          <div className="ml-auto flex flex-wrap items-center gap-2">
            {tell(run)}
            {!neverStarted(run) && <ExportMenu run={run} />}
          </div>
        </div>
        <h1 title={runTarget(run, words.t)} className="foreign mt-1 text-lg font-semibold md:text-xl">
          {runHeadline(run, words)}
        </h1>
        <RunAnnouncer sentence={sentence} ended={!open} />
      </div>
      <RunControls run={run} me={me} />
      <RunNotices run={run} me={me} />
      <StopWatching run={run} admin={me.role === 'admin'} />
      {run.state !== 'queued' && (
        <RunSummary run={run} onShow={(show) => onView({ tab: 'sessions', show, search: '' })} />
      )}
      <AfterRun run={run} onStarted={onStarted} />
      <RunTabs run={run} me={me} view={view} log={log(run)} onView={onView} />
    </>
  )
}
