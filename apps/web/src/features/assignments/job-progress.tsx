import type { AssignmentJob, JobItemState } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { cx } from '../../ui/cx.ts'
import { Instant } from '../../ui/instant.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Tone } from '../../ui/tone.ts'
import { JobCountsLine } from './job-counts.tsx'

const STATE_TONE: Record<AssignmentJob['state'], Tone> = {
  prepared: 'neutral',
  running: 'running',
  'waiting-for-sign-in': 'attention',
  done: 'good',
  stopped: 'attention',
}

/** Parts of the bar, in this order; what waits is left empty. */
const BAR: readonly [fill: string, states: readonly JobItemState[]][] = [
  ['bg-good-fill', ['done']],
  ['bg-neutral-fill', ['same', 'unknown', 'unreadable']],
  ['bg-attention-fill', ['moved']],
  ['bg-bad-fill', ['failed']],
]

/** How far it is, in words and as a bar. */
export function JobProgress({ job }: { job: AssignmentJob }) {
  const { t } = useI18n()
  const { counts, total, state } = job
  const left = counts.waiting + counts.sending
  const troubled = counts.failed + counts.moved + counts.unknown > 0
  const tone = state === 'done' && troubled ? 'attention' : STATE_TONE[state]
  return (
    <section aria-label={t('job.progress')} className="grid gap-2">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={tone}>
          {t(state === 'done' && troubled ? 'job.state.doneWithFailures' : `job.state.${state}`)}
        </Badge>
        <span role="status" className="font-medium">
          {t('job.ofTotal', { count: total - left, total })}
        </span>
      </p>
      <div
        role="progressbar"
        aria-label={t('job.progress')}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={total - left}
        className="flex h-3 overflow-hidden rounded-sm border border-line bg-sunken"
      >
        {BAR.map(([fill, states]) => {
          const count = states.reduce((sum, name) => sum + counts[name], 0)
          const width = `${(100 * count) / Math.max(total, 1)}%`
          return (
            count > 0 && (
              <span key={fill} className={cx('block h-full', fill)} style={{ width, minWidth: 4 }} />
            )
          )
        })}
      </div>
      <JobCountsLine counts={counts} />
      <p className="text-sm text-ink-2">
        {t('job.by', { name: visibleText(job.by) })} <Instant at={job.createdAt} />
        {job.reason !== null && ` · ${visibleText(job.reason)}`}
      </p>
      {state === 'running' && <p className="text-sm text-ink-2">{t('job.goesOn')}</p>}
      {state === 'waiting-for-sign-in' && (
        <Notice tone="attention" title={t('job.waits', { name: visibleText(job.by) })} />
      )}
      {job.undoneBy !== null && <Notice tone="neutral" title={t('job.undone')} />}
    </section>
  )
}
