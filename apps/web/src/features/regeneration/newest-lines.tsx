import { isOpen, type Run } from '@ohif-admin/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { useTopic } from '../../lib/live-context.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { LogLines } from './log-lines.tsx'
import { runQueries } from './run.queries.ts'
import { applyLogMessage } from './run-cache.ts'

/** The newest lines of a run, or what they mean for those who do not see the log's own words. */
export function NewestLines({ run }: { run: Run }) {
  const { t } = useI18n()
  const api = useApi()
  const queryClient = useQueryClient()
  const log = useQuery(runQueries.log(api, run.id))
  const open = isOpen(run.state)
  useTopic(open ? `run-log:${run.id}` : null, (message) => void applyLogMessage(queryClient, message, run.id))
  if (log.isPending) return <SkeletonRows rows={12} label={t('log.loading')} rowClass="h-6" />
  if (!log.data) return <ErrorNotice error={log.error} what={t('log.failed')} onRetry={log.refetch} />
  if (log.data.entries.items.length === 0)
    return <Empty title={t('log.none')}>{t(open ? 'log.noneYetHint' : 'log.noneHint')}</Empty>
  return <LogLines view={log.data} live={open} />
}
