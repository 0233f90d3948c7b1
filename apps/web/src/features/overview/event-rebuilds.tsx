import { useI18n } from '../../i18n/i18n.ts'

interface EventRebuildsProps {
  /** Sessions per minute, the present minute last. */
  perMinute: readonly number[]
}

/** What the plugin rebuilds by itself, beside any run: it uses the same machine. */
export function EventRebuilds({ perMinute }: EventRebuildsProps) {
  const { t } = useI18n()
  const sum = perMinute.reduce((total, count) => total + count, 0)
  const top = Math.max(1, ...perMinute)
  return (
    <section aria-labelledby="event-rebuilds" className="card p-4">
      <h2 id="event-rebuilds" className="mb-2 text-sm text-ink-2">
        {t('eventRebuilds.title')}
      </h2>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <span className="font-medium">{t('eventRebuilds.now', { count: perMinute.at(-1) ?? 0 })}</span>
        <Bars perMinute={perMinute} top={top} />
        <span className="text-sm text-ink-2">
          {t('eventRebuilds.sum', { count: sum, minutes: perMinute.length, peak: Math.max(0, ...perMinute) })}
        </span>
      </div>
      <p className="mt-1 text-sm text-ink-2">{t('eventRebuilds.hint')}</p>
    </section>
  )
}

const BAR_PX = 4
const HEIGHT_PX = 24

/** The numbers stand beside it. */
function Bars({ perMinute, top }: { perMinute: readonly number[]; top: number }) {
  const width = perMinute.length * BAR_PX
  return (
    <svg
      viewBox={`0 0 ${width} ${HEIGHT_PX}`}
      width={width}
      height={HEIGHT_PX}
      aria-hidden="true"
      className="max-w-full text-neutral-fill"
    >
      {perMinute.map((count, minute) => {
        const height = count === 0 ? 1 : Math.max(2, (count / top) * HEIGHT_PX)
        return (
          <rect
            key={minute}
            x={minute * BAR_PX}
            y={HEIGHT_PX - height}
            width={BAR_PX - 1}
            height={height}
            fill="currentColor"
          />
        )
      })}
    </svg>
  )
}
