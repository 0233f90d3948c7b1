import type { Me, RunId } from '@ohif-admin/contracts'
import { useQueryClient } from '@tanstack/react-query'
import { useI18n } from '../../i18n/i18n.ts'
import { useTopic } from '../../lib/live-context.tsx'
import { Page } from '../../ui/page.tsx'
import type { HistoryView } from './history/history-view.ts'
import { RunHistory } from './history/run-history.tsx'
import { RunQueue } from './queue/run-queue.tsx'
import { applyRunMessage } from './run-cache.ts'
import { RunsFact } from './runs-fact.tsx'
import type { StartParams } from './start/selection.ts'
import { StartCard } from './start/start-card.tsx'

interface RegenerationPageProps {
  me: Me
  /** From the address, so unchecked. */
  params: StartParams
  history: HistoryView
  onParams: (change: StartParams) => void
  onHistory: (change: Partial<HistoryView>) => void
  onStarted: (id: RunId) => void
}

/** Pick what to rebuild, read what that would do, start it; below, what waits and what was run before. */
export function RegenerationPage({
  me,
  params,
  history,
  onParams,
  onHistory,
  onStarted,
}: RegenerationPageProps) {
  const { t } = useI18n()
  const queryClient = useQueryClient()
  useTopic('runs', (message) => void applyRunMessage(queryClient, message, null))
  return (
    <Page title={t('regeneration.title')} intro={<RunsFact admin={me.role === 'admin'} />}>
      <StartCard me={me} params={params} onParams={onParams} onStarted={onStarted} />
      <RunQueue me={me} />
      <RunHistory me={me} view={history} onView={onHistory} />
    </Page>
  )
}
