import { isOpen, type LogView as LogSeen, type Run } from '@ohif-admin/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { useTopic } from '../../lib/live-context.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { LogLines } from './log-lines.tsx'
import { runQueries } from './run.queries.ts'
import { applyLogMessage } from './run-cache.ts'
import { logSightSentence } from './run-sentences.ts'

interface LogTabProps {
  run: Run
  /** How much of the log this person sees. */
  seen: LogSeen
}

/** The lines of the log that belong to this run, or what can be told about them. */
export function LogTab({ run, seen }: LogTabProps) {
  const { t } = useI18n()
  const api = useApi()
  const queryClient = useQueryClient()
  const log = useQuery(runQueries.log(api, run.id))
  const open = isOpen(run.state)
  useTopic(open ? `run-log:${run.id}` : null, (message) => void applyLogMessage(queryClient, message, run.id))

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {run.log.state !== 'ok' && (
        <Notice tone="unknown">{t('log.notVisible', { why: logSightSentence(run.log, t) })}</Notice>
      )}
      {seen !== 'raw' && (
        <p className="border-b border-line px-3 py-2 text-sm text-ink-2">{t(`log.seen.${seen}`)}</p>
      )}
      {seen !== 'derived' && (
        <p className="border-b border-line px-3 py-1 text-sm">
          <Link to="/log" search={{ run: run.id }} className="link inline-block py-0.5">
            {t('explorer.openRun')}
          </Link>
        </p>
      )}
      {log.isPending && <SkeletonRows rows={12} label={t('log.loading')} rowClass="h-6" />}
      {log.isError && <ErrorNotice error={log.error} what={t('log.failed')} onRetry={log.refetch} />}
      {log.data?.entries.items.length === 0 && (
        <Empty title={t('log.none')}>{t(open ? 'log.noneYetHint' : 'log.noneHint')}</Empty>
      )}
      {log.data && log.data.entries.items.length > 0 && <LogLines view={log.data} live={open} />}
    </div>
  )
}
