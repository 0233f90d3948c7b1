import { useQuery } from '@tanstack/react-query'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { visibleText } from '../../lib/visible-text.ts'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Instant } from '../../ui/instant.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { assignmentQueries } from './assignments.queries.ts'
import { JobCountsLine } from './job-counts.tsx'

/** Changes of many lists that were made, newest first. */
export function JobsList({ onOpen }: { onOpen: (id: string) => void }) {
  const { t } = useI18n()
  const jobs = useQuery(assignmentQueries.jobs(useApi()))
  if (jobs.isPending) return <SkeletonRows rows={4} label={t('jobs.loading')} rowClass="h-14" />
  if (jobs.isError)
    return (
      <div className="p-4">
        <ErrorNotice error={jobs.error} what={t('jobs.failed')} onRetry={() => jobs.refetch()} />
      </div>
    )
  if (jobs.data.length === 0) return <Empty title={t('jobs.none')}>{t('jobs.noneHint')}</Empty>
  return (
    <ul className="grid gap-2 p-4">
      {jobs.data.map((job) => (
        <li key={job.id} className="card grid gap-1 p-3">
          <p className="flex flex-wrap items-center gap-x-2">
            <button type="button" onClick={() => onOpen(job.id)} className="link font-medium">
              {t(`jobs.kind.${job.kind}`)}
            </button>
            <span className="text-sm text-ink-2">
              {visibleText(job.by)}, <Instant at={job.createdAt} /> · {t(`job.state.${job.state}`)}
            </span>
          </p>
          {job.reason !== null && <p className="text-sm">{visibleText(job.reason)}</p>}
          <JobCountsLine counts={job.counts} />
        </li>
      ))}
    </ul>
  )
}
