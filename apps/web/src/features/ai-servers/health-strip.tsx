import type { HealthHour } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { cx } from '../../ui/cx.ts'
import { SERVER_TONE } from '../../ui/server-tone.ts'
import type { Tone } from '../../ui/tone.ts'

const HOUR_MS = 3_600_000
const HOURS = 7 * 24
const HEIGHT = 16

const FILL: Record<Tone, string> = {
  good: 'fill-good-fill',
  attention: 'fill-attention-fill',
  bad: 'fill-bad-fill',
  running: 'fill-running',
  neutral: 'fill-neutral-fill',
  unknown: 'fill-neutral-fill',
}
/** Height of a bar: colour is not the only thing that tells good from bad. */
const TALL: Record<Tone, number> = { good: 6, attention: 11, bad: 16, running: 6, neutral: 3, unknown: 3 }

/** Seven days, an hour a bar: the worst that was seen in each. Hours without a look are empty. */
export function HealthStrip({
  hours,
  now,
  className,
}: {
  hours: readonly HealthHour[]
  now: number
  className?: string
}) {
  const { t } = useI18n()
  const first = Math.floor(now / HOUR_MS) - HOURS + 1
  const bad = hours.filter(({ state }) => SERVER_TONE[state] === 'bad').length
  return (
    <svg
      viewBox={`0 0 ${HOURS} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t('servers.strip', { hours: hours.length, bad })}
      className={cx('h-4 w-42', className)}
    >
      <rect width={HOURS} height={HEIGHT} className="fill-neutral-soft" />
      {hours.map(({ at, state }) => {
        const tone = SERVER_TONE[state]
        const x = Math.floor(Date.parse(at) / HOUR_MS) - first
        return (
          <rect key={at} x={x} y={HEIGHT - TALL[tone]} width={1} height={TALL[tone]} className={FILL[tone]} />
        )
      })}
    </svg>
  )
}
