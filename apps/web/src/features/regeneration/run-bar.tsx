import { type Run, VERDICTS, type Verdict } from '@ohif-admin/contracts'
import { cx } from '../../ui/cx.ts'
import { settled } from './run-outcome.ts'
import { countOf } from './verdicts.ts'

const FILL: Record<Exclude<Verdict, 'waiting'>, string> = {
  stored: 'bg-good-fill',
  migrated: 'bg-attention-fill',
  failed: 'bg-bad-fill',
  'silent-failure':
    'bg-bad-fill bg-[repeating-linear-gradient(135deg,transparent_0_3px,var(--surface)_3px_4.5px)]',
  unknown: 'bg-neutral-fill bg-[repeating-linear-gradient(90deg,transparent_0_4px,var(--surface)_4px_6px)]',
  'in-work': 'bg-running-fill',
}

interface RunBarProps {
  run: Run
  /** The bar in words. */
  text: string
  label: string
}

/** The run's sessions by verdict, as shares of the total; the numbers stand beside it. */
export function RunBar({ run: { counts }, text, label }: RunBarProps) {
  const { total } = counts
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total ?? undefined}
      aria-valuenow={total === null ? undefined : settled(counts)}
      aria-valuetext={text}
      className="flex h-3 overflow-hidden rounded-sm border border-line bg-sunken"
    >
      {total !== null &&
        VERDICTS.map((verdict) => {
          const count = countOf(counts, verdict)
          if (verdict === 'waiting' || count === 0) return null
          // A single failure of thousands still has to be seen.
          const least = verdict === 'stored' || verdict === 'in-work' ? 0 : 5
          return (
            <span
              key={verdict}
              className={cx('block h-full transition-[width] duration-300', FILL[verdict])}
              style={{ width: `${(100 * count) / Math.max(total, 1)}%`, minWidth: least }}
            />
          )
        })}
    </div>
  )
}
