import type { Run, RunComparison } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../../i18n/i18n.ts'
import { useApi } from '../../../lib/api-context.tsx'
import { duration } from '../../../lib/time.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Instant } from '../../../ui/instant.tsx'
import type { Tone } from '../../../ui/tone.ts'
import { runQueries } from '../run.queries.ts'
import { tookMs } from '../run-cells.tsx'

/** The run beside the one before it of the same scope; nothing when there was none. */
export function Comparison({ run }: { run: Run }) {
  const comparison = useQuery(runQueries.comparison(useApi(), run.id)).data
  return comparison?.previous ? (
    <Compared run={run} previous={comparison.previous} comparison={comparison} />
  ) : null
}

const PARTS = ['fixed', 'broken', 'stillFailing', 'onlyNow', 'onlyBefore'] as const
const TONE: Record<(typeof PARTS)[number], Tone> = {
  fixed: 'good',
  broken: 'bad',
  stillFailing: 'bad',
  onlyNow: 'neutral',
  onlyBefore: 'neutral',
}

interface ComparedProps {
  run: Run
  previous: Run
  comparison: RunComparison
}

function Compared({ run, previous, comparison }: ComparedProps) {
  const { t, locale } = useI18n()
  const changed = PARTS.filter((part) => comparison[part] > 0)
  return (
    <div className="grid gap-1 px-4 py-3">
      <h2 className="text-sm text-ink-2">
        {t('comparison.title')}{' '}
        <Link to="/runs/$runId" params={{ runId: previous.id }} className="link">
          <Instant at={previous.startedAt} as="clock" />
        </Link>
      </h2>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        {changed.length === 0 && <span className="text-sm">{t('comparison.same')}</span>}
        {changed.map((part) => (
          <Badge key={part} tone={TONE[part]} plain>
            {t(`comparison.${part}`, { count: comparison[part] })}
          </Badge>
        ))}
        {run.endedAt && previous.endedAt && (
          <span className="text-sm text-ink-2">
            {t('comparison.took', {
              now: duration(tookMs(run), locale),
              before: duration(tookMs(previous), locale),
            })}
          </span>
        )}
      </div>
    </div>
  )
}
