import { type JobCounts, JobItemState } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import type { Tone } from '../../ui/tone.ts'

export const ITEM_TONE: Record<JobItemState, Tone> = {
  waiting: 'neutral',
  sending: 'running',
  done: 'good',
  same: 'neutral',
  moved: 'attention',
  failed: 'bad',
  unknown: 'unknown',
  unreadable: 'unknown',
}

/** How many lists are in which state; states without any are left out. */
export function JobCountsLine({ counts }: { counts: JobCounts }) {
  const { t } = useI18n()
  return (
    <p className="flex flex-wrap gap-x-3 gap-y-1">
      {JobItemState.options
        .filter((state) => counts[state] > 0)
        .map((state) => (
          <Badge key={state} tone={ITEM_TONE[state]} plain>
            {t(`item.count.${state}`, { count: counts[state] })}
          </Badge>
        ))}
    </p>
  )
}
