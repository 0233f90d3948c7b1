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

/** What the longest tasks of the page took since this was last asked, in milliseconds. */
export async function takeLongTasks(page: Page): Promise<string> {
  const tasks = await page.evaluate<number[]>('bench.longTasks.splice(0)')
  const over = tasks.filter((duration) => duration > 50)
  return `longest task ${tasks.length === 0 ? '≤ 50' : Math.max(...tasks).toFixed(0)} ms, ${over.length} over 50 ms`
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
