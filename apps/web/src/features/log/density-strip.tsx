import type { LogCursor } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, memo, type PointerEvent, useEffect, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { visibleText } from '../../lib/visible-text.ts'
import { type Bucket, bucketAt, bucketByKey, bucketUnder, widthsOf } from './density.ts'
import { BUCKETS, logQueries } from './log.queries.ts'

/** Keys move the thumb at once; the list follows when they rest. */
const REST_MS = 300

interface DensityStripProps {
  source: string | undefined
  /** Stamp of the row in sight. */
  at: string | null
  onGo: (cursor: LogCursor) => void
}

/** The whole history from top to bottom: how much was written, where errors are, and where the list stands. */
export function DensityStrip({ source, at, onGo }: DensityStripProps) {
  const { t } = useI18n()
  const buckets = useQuery(logQueries.density(useApi(), source)).data ?? []
  const [keyed, setKeyed] = useState<number | null>(null)
  const here = keyed ?? (at === null ? buckets.length - 1 : bucketAt(buckets, at))
  const bucket = buckets[here]

  useEffect(() => {
    if (keyed === null) return
    const timer = setTimeout(() => {
      setKeyed(null)
      const start = buckets[keyed]?.start
      if (start) onGo(start)
    }, REST_MS)
    return () => clearTimeout(timer)
  }, [keyed, buckets, onGo])

  if (!bucket) return <div className="w-4 shrink-0 border-l border-line bg-sunken" />
  const onPointerUp = ({ clientY, currentTarget }: PointerEvent<HTMLElement>) => {
    const { top, height } = currentTarget.getBoundingClientRect()
    const aimed = buckets[bucketUnder(clientY - top, height, buckets.length)]
    if (aimed) onGo(aimed.start)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const next = bucketByKey(event.key, here, buckets.length)
    if (next === null) return
    event.preventDefault()
    setKeyed(next)
  }
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={t('explorer.density.label')}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={buckets.length - 1}
      aria-valuenow={here}
      aria-valuetext={t('explorer.density.value', {
        stamp: bucket.firstStamp === null ? t('explorer.density.unknown') : visibleText(bucket.firstStamp),
        count: bucket.records,
        errors: bucket.errors,
      })}
      onPointerUp={onPointerUp}
      onKeyDown={onKeyDown}
      className="relative w-6 shrink-0 cursor-pointer border-l border-line bg-sunken -outline-offset-2"
    >
      <Bars buckets={buckets} />
      <span
        aria-hidden="true"
        className="absolute inset-x-0 h-1 -translate-y-px border-y border-accent bg-accent-soft"
        style={{ top: `${(here / buckets.length) * 100}%` }}
      />
    </div>
  )
}

const Bars = memo(function Bars({ buckets }: { buckets: readonly Bucket[] }) {
  const widths = widthsOf(buckets.map(({ records }) => records))
  // A short log has few parts; a single error is then still a line and not a block.
  const mark = Math.min(1, buckets.length / BUCKETS)
  const badWidths = widthsOf(buckets.map(({ errors }) => errors))
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 24 ${buckets.length}`}
      preserveAspectRatio="none"
      className="absolute inset-0 size-full"
    >
      {buckets.map(({ start, warnings, errors }, index) => (
        <g key={start}>
          <rect
            x={24 - 11 * (widths[index] ?? 0)}
            y={index}
            width={11 * (widths[index] ?? 0)}
            height={1}
            className="fill-neutral-fill opacity-50"
          />
          {warnings > 0 && <rect x={10} y={index} width={2} height={mark} className="fill-attention-fill" />}
          {errors > 0 && (
            <rect
              x={0}
              y={index}
              width={2 + 7 * (badWidths[index] ?? 0)}
              height={mark}
              className="fill-bad-fill"
            />
          )}
        </g>
      ))}
    </svg>
  )
})
