import type { CoverageCounts } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { STATE_TONE, STATES } from './coverage-words.ts'

/** What the parts of a bar mean, and how many there are of each. */
export function CoverageLegend({ counts }: { counts: CoverageCounts }) {
  const { t } = useI18n()
  return (
    <dl className="flex flex-wrap gap-x-5 gap-y-1">
      {STATES.map((state) => (
        <div key={state} className="flex items-baseline gap-2" title={t(`coverage.stateHint.${state}`)}>
          <dt>
            <Badge tone={STATE_TONE[state]} plain>
              {t(`coverage.state.${state}`)}
            </Badge>
          </dt>
          <dd className="tabular-nums">{t('coverage.number', { value: counts[state] })}</dd>
        </div>
      ))}
    </dl>
  )
}
