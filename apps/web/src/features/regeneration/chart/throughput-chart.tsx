import type { RunMark } from '@ohif-admin/contracts'
import { useEffect, useRef, useState } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useI18n } from '../../../i18n/i18n.ts'
import { usePreference } from '../../../lib/preferences.ts'
import { clock } from '../../../lib/time.ts'
import { useMediaQuery } from '../../../lib/use-media-query.ts'
import { dataOf, HEIGHT_PX, markLines, optionsOf } from './chart-options.ts'
import type { ThroughputMinute } from './throughput-data.ts'

interface ThroughputChartProps {
  minutes: readonly ThroughputMinute[]
  marks: readonly { at: number; kind: RunMark['kind'] }[]
  /** What is counted. */
  label: string
}

/** The picture. Everything in it is said elsewhere, so that it is for eyes only. */
export function ThroughputChart({ minutes, marks, label }: ThroughputChartProps) {
  const { locale } = useI18n()
  const zone = usePreference('zone')
  const theme = usePreference('theme')
  const dark = useMediaQuery('(prefers-color-scheme: dark)')
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<UPlot>(null)
  const [pointed, setPointed] = useState<number | null>(null)

  useEffect(() => {
    const element = place.current
    if (!element) return
    const made = new UPlot(optionsOf({ element, zone, locale, onPoint: setPointed }), [[], []], element)
    chart.current = made
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT_PX }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.destroy()
      chart.current = null
    }
  }, [zone, locale])

  // Colours are read when it is drawn: a changed theme has to be drawn again.
  useEffect(() => {
    if (!chart.current) return
    markLines.set(
      chart.current,
      marks.map(({ at }) => at / 1000),
    )
    chart.current.setData(dataOf(minutes))
  }, [minutes, marks, zone, locale, theme, dark])

  const shown = pointed === null ? null : minutes[pointed]
  return (
    <div aria-hidden="true">
      <div ref={place} className="h-60 overflow-hidden" />
      <p className="h-5 text-sm text-ink-2">
        {shown && `${clock(new Date(shown.at), zone, locale)} · ${shown.sessions} · ${label}`}
      </p>
    </div>
  )
}
