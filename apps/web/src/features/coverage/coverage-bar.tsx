import type { CoverageCounts, CoverageState } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { cx } from '../../ui/cx.ts'
import { countsText, STATES } from './coverage-words.ts'

const FILL: Record<Exclude<CoverageState, 'never'>, string> = {
  valid: 'bg-good-fill',
  missing: 'bg-bad-fill',
  changed: 'bg-attention-fill',
  unknown: 'bg-neutral-fill bg-[repeating-linear-gradient(90deg,transparent_0_4px,var(--surface)_4px_6px)]',
}

interface CoverageBarProps {
  counts: CoverageCounts
  label: string
  className?: string
}

/** Shares of the sessions by what is known of them; what was never looked at stays empty. */
export function CoverageBar({ counts, label, className }: CoverageBarProps) {
  const { t } = useI18n()
  return (
    <span
      role="img"
      aria-label={`${label}: ${counts.total === 0 ? t('coverage.notListed') : countsText(counts, t)}`}
      className={cx('flex h-3 overflow-hidden rounded-sm border border-line bg-sunken', className)}
    >
      {STATES.map((state) => {
        if (state === 'never' || counts[state] === 0) return null
        return (
          <span
            key={state}
            className={cx('block h-full', FILL[state])}
            // One missing session of thousands still has to be seen.
            style={{
              width: `${(100 * counts[state]) / counts.total}%`,
              minWidth: state === 'valid' ? 0 : 4,
            }}
          />
        )
      })}
    </span>
  )
}
