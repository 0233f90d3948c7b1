import type { AssignmentJob, AssignmentJobDetail } from '@ohif-admin/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { assignmentChanges, assignmentQueries, isGoing } from './assignments.queries.ts'
import { BulkProblem } from './bulk-problem.tsx'
import { JobItems } from './job-items.tsx'
import { JobProgress } from './job-progress.tsx'

interface JobViewProps {
  id: string
  onUndo: (prepared: AssignmentJobDetail) => void
  onJobs: () => void
}

/** How far a change of many lists is, list by list. */
export function JobView({ id, onUndo, onJobs }: JobViewProps) {
  const { t } = useI18n()
  const api = useApi()
  const client = useQueryClient()
  const job = useQuery(assignmentQueries.job(api, id))
  const items = useQuery({
    ...assignmentQueries.jobItems(api, id, job.data?.counts),
    enabled: job.data !== undefined,
  })
  const over = job.data !== undefined && !isGoing(job.data)
  // The table behind shows what the lists were before.
  useEffect(() => {
    if (over) void client.invalidateQueries({ queryKey: assignmentQueries.listing(api).queryKey })
  }, [over, api, client])
  if (job.isPending) return <SkeletonRows rows={5} label={t('job.loading')} rowClass="h-14" />
  if (job.isError)
    return (
      <div className="p-4">
        <ErrorNotice error={job.error} what={t('job.failed')} onRetry={() => job.refetch()} />
      </div>
    )
  return (
    <div className="grid gap-4 p-4">
      <JobProgress job={job.data} />
      <JobActions job={job.data} onUndo={onUndo} onJobs={onJobs} />
      {items.data && <JobItems items={items.data} />}
      {items.isError && (
        <ErrorNotice error={items.error} what={t('job.failed')} onRetry={() => items.refetch()} />
      )}
    </div>
  )
}

function JobActions({ job, onUndo, onJobs }: Omit<JobViewProps, 'id'> & { job: AssignmentJob }) {
  const { t } = useI18n()
  const api = useApi()
  const client = useQueryClient()
  const step = useMutation({
    mutationFn: (name: 'retry' | 'stop') => assignmentChanges.step(api, job.id, name),
    onSuccess: (next) => client.setQueryData(assignmentQueries.job(api, job.id).queryKey, next),
  })
  const undo = useMutation({
    mutationFn: () => assignmentChanges.prepare(api, { kind: 'undo', jobId: job.id, reason: '' }),
    onSuccess: onUndo,
  })
  const going = isGoing(job)
  const busy = step.isPending || undo.isPending
  const failed = job.counts.failed + job.counts.unknown
  return (
    <div className="grid gap-2">
      {step.isError && <BulkProblem error={step.error} />}
      {undo.isError && <BulkProblem error={undo.error} />}
      <div className="flex flex-wrap gap-2">
        {going && (
          <Button size="sm" disabled={busy} onClick={() => step.mutate('stop')}>
            {t('job.stop')}
          </Button>
        )}
        {!going && failed > 0 && (
          <Button size="sm" disabled={busy} onClick={() => step.mutate('retry')}>
            {t('job.retry', { count: failed })}
          </Button>
        )}
        {!going && job.counts.done > 0 && job.undoneBy === null && (
          <Button size="sm" disabled={busy} onClick={() => undo.mutate()}>
            {t('job.undo')}
          </Button>
        )}
        <Button size="sm" variant="quiet" onClick={onJobs}>
          {t('bulk.kind.jobs')}
        </Button>
      </div>
    </div>
  )
}
