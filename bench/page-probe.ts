import path from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { findChromium } from '../scripts/chromium.ts'
import { percentile } from './sign-in.ts'

const FLAGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']

/** A Chromium whose pages note their long tasks, and when each `Bench line 7` stands in the page. */
export async function openBrowser() {
  const executablePath = findChromium()
  const browser = await chromium.launch({ args: FLAGS, ...(executablePath ? { executablePath } : {}) })
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  await context.addInitScript({ path: path.join(import.meta.dirname, 'in-page.js') })
  return { browser, page: await context.newPage() }
}

interface TraceEvent {
  ph: string
  pid: number
  tid: number
  name: string
  args?: { name?: string }
  /** Microseconds of the clock, and of the processor. */
  dur?: number
  tdur?: number
}

/**
 * The longest task of the page while `act` goes on: by the clock, and in processor time, which other programs of the
 * machine do not lengthen.
 */
export async function measureTasks(page: Page, act: () => Promise<unknown>): Promise<string> {
  const browser = page.context().browser()
  if (!browser) throw new Error('the page has no browser of its own')
  await page.evaluate('bench.longTasks.splice(0)')
  await browser.startTracing(page, { categories: ['toplevel'] })
  await act()
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[]
  }
  const thread = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`
  const named = traceEvents.filter(
    ({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain',
  )
  const mains = new Set(named.map(thread))
  const tasks = traceEvents.filter((event) => event.ph === 'X' && mains.has(thread(event)))
  const over = (await page.evaluate<number[]>('bench.longTasks.splice(0)')).filter(
    (duration) => duration > 50,
  )
  const [clock, processor] = [tasks.map(({ dur = 0 }) => dur), tasks.map(({ tdur = 0 }) => tdur)].map(
    (times) => (times.reduce((most, time) => Math.max(most, time), 0) / 1000).toFixed(0),
  )
  return `longest task ${clock} ms, of processor time ${processor} ms; ${over.length} over 50 ms`
}

/** Megabytes that the page's scripts hold, after what nobody needs any more was collected. */
export async function heapMegabytes(page: Page): Promise<number> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('HeapProfiler.collectGarbage')
  const { usedSize } = await cdp.send('Runtime.getHeapUsage')
  await cdp.detach()
  return usedSize / 1e6
}

/** How long lines took from being written to standing in the page. */
export async function latencies(page: Page, writtenAt: ReadonlyMap<number, number>): Promise<string> {
  const seenAt = await page.evaluate<Record<number, number>>('bench.seenAt')
  const delays = [...writtenAt].flatMap(([line, at]) =>
    seenAt[line] === undefined ? [] : [seenAt[line] - at],
  )
  const [p50, p99] = [0.5, 0.99].map((share) => percentile(delays, share).toFixed(0))
  return `p50 ${p50} ms, p99 ${p99} ms (${delays.length} of ${writtenAt.size} lines were in the page)`
}
