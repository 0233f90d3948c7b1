import UPlot from 'uplot'
import { clock, type Zone } from '../../../lib/time.ts'
import type { ThroughputMinute } from './throughput-data.ts'

export const HEIGHT_PX = 240
const MINUTE_S = 60
const LEAST_MINUTES = 10

/** Where the vertical lines of each chart stand; seconds. */
export const markLines = new WeakMap<UPlot, readonly number[]>()

export function dataOf(minutes: readonly ThroughputMinute[]): UPlot.AlignedData {
  return [minutes.map(({ at }) => at / 1000), minutes.map(({ sessions }) => sessions)]
}

interface Look {
  element: HTMLElement
  zone: Zone
  locale: string
  onPoint: (index: number | null) => void
}

/** How the chart looks and what it does; colours are those of the theme when it is drawn. */
export function optionsOf({ element, zone, locale, onPoint }: Look): UPlot.Options {
  const colour = (name: string) => () => resolved(element, `--${name}`)
  const grid = { stroke: colour('line'), width: 1 }
  const axis = { stroke: colour('ink-2'), grid, ticks: { ...grid, size: 4 }, font: fontOf(element) }
  return {
    width: element.clientWidth,
    height: HEIGHT_PX,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: {
      x: { range: ({ data: [minutes] }) => widthOf(minutes) },
      y: { range: (_, __, max) => [0, Math.max(1, Math.ceil(max * 1.1))] },
    },
    series: [
      {},
      {
        stroke: colour('running'),
        fill: colour('running-fill'),
        width: 0,
        points: { show: false },
        // Each bar begins at its minute.
        ...bars(),
      },
    ],
    axes: [
      {
        ...axis,
        space: 60,
        incrs: [1, 2, 5, 10, 15, 30, 60, 120, 240, 480].map((count) => count * MINUTE_S),
        size: 30,
        values: (_, splits) => splits.map((at) => clock(new Date(at * 1000), zone, locale)),
      },
      { ...axis, size: 40, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] },
    ],
    hooks: {
      draw: [drawMarks],
      setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)],
    },
  }
}

/** From the first minute to the end of the last one; a short run does not fill the whole width. */
function widthOf(minutes: ArrayLike<number>): [number, number] {
  const first = minutes[0] ?? 0
  const last = minutes[minutes.length - 1] ?? 0
  return [first, Math.max(last + MINUTE_S, first + LEAST_MINUTES * MINUTE_S)]
}

function bars(): Pick<UPlot.Series, 'paths'> {
  const paths = UPlot.paths.bars?.({ size: [0.9, 40], align: 1 })
  return paths ? { paths } : {}
}

function drawMarks(plot: UPlot) {
  const { ctx, bbox } = plot
  ctx.save()
  ctx.strokeStyle = resolved(plot.root, '--attention-fill')
  ctx.lineWidth = devicePixelRatio * 1.5
  ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio])
  for (const at of markLines.get(plot) ?? []) {
    const x = Math.round(plot.valToPos(at, 'x', true))
    ctx.beginPath()
    ctx.moveTo(x, bbox.top)
    ctx.lineTo(x, bbox.top + bbox.height)
    ctx.stroke()
  }
  ctx.restore()
}

function fontOf(element: HTMLElement): string {
  return `12px ${getComputedStyle(element).fontFamily}`
}

/** The colour as a canvas understands it: a property like `light-dark(…)` only has a value where it is used. */
function resolved(element: HTMLElement, property: string): string {
  const probe = document.createElement('span')
  probe.style.color = `var(${property})`
  element.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}
