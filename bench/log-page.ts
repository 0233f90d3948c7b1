import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { freePort, startStack } from '@ohif-admin/dev-stack'
import type { Page } from '@playwright/test'
import { generateLog } from './generate-log.ts'
import { writeLines } from './line-writer.ts'
import { heapMegabytes, latencies, measureTasks, openBrowser } from './page-probe.ts'
import { percentile } from './sign-in.ts'

/**
 * The log page in a real browser on a large log: how long its longest task is while somebody scrolls, jumps, searches
 * and follows, whether its memory grows, and how long a line takes from the disk to the screen.
 */
const { values } = parseArgs({
  options: {
    /** Megabytes of log before the page is opened. */
    size: { type: 'string', default: '1000' },
    /** How long the end is followed at 500 lines a second. */
    seconds: { type: 'string', default: '30' },
    /** Measures frontail beside it, fetched with npx. */
    frontail: { type: 'boolean', default: false },
    only: { type: 'string', default: 'scroll,jump,search,latency,follow' },
  },
})
const seconds = Number(values.seconds)
const FOLLOWED_PER_SECOND = 500
const LATENCY_PER_SECOND = 200
const LATENCY_SECONDS = 20
const JUMPS = 30
/** Of each part of the time that the end is followed: a record of all of its tasks would fill the memory. */
const WATCHED_SECONDS = 5

const folder = mkdtempSync(path.join(tmpdir(), 'log-page-bench-'))
const file = path.join(folder, 'ohifviewer.log')
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
process.once('SIGINT', () => process.exit(130))

const rows: [what: string, figure: string][] = []
const say = (what: string, figure: string) => {
  rows.push([what, figure])
  process.stdout.write(`${what.padEnd(34)} ${figure}\n`)
}

generateLog(file, Number(values.size) * 1e6)
process.stdout.write(
  `${cpus()[0]?.model}, ${cpus().length} cores, node ${process.version}, load ${loadavg()[0]?.toFixed(1)}, log of ${(statSync(file).size / 1e6).toFixed(0)} MB\n`,
)
{
  await using stack = await startStack({
    run: 'bundle',
    settings: { LOG_LEVEL: 'error', LOG_SOURCES: `bench=${folder}` },
  })
  const { browser, page } = await openBrowser()
  await page.goto(new URL('sign-in', stack.url).href)
  await page.getByRole('button', { name: /^admin/ }).click()
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  const steps: Record<string, () => Promise<void>> = {
    scroll: () => measureScroll(page, stack.url),
    jump: () => measureJumps(page, stack.url),
    search: () => measureSearch(page, stack.url),
    latency: () => measureLatency(page, stack.url),
    follow: () => measureFollow(page, stack.url),
  }
  for (const name of values.only.split(',')) await steps[name]?.()
  await browser.close()
}
if (values.frontail) await measureFrontail()
process.exit(0)

async function openLog(page: Page, url: string, search = '') {
  await page.goto(new URL(`log${search}`, url).href)
  await page.locator('[role=log] [data-key]').first().waitFor({ timeout: 120_000 })
  await sleep(500)
}

async function measureScroll(page: Page, url: string) {
  await openLog(page, url)
  await page.locator('[role=slider]').click({ position: { x: 5, y: 200 } })
  await sleep(1000)
  await page.mouse.move(700, 600)
  for (const step of [-400, 400, -1500, 1500]) {
    const tasks = await measureTasks(page, async () => {
      for (let turn = 0; turn < 150; turn += 1) {
        await page.mouse.wheel(0, step)
        await sleep(16)
      }
    })
    say(`scroll by ${step} px, 150 times`, tasks)
  }
}

async function measureJumps(page: Page, url: string) {
  await openLog(page, url)
  const times: number[] = []
  const tasks = await measureTasks(page, async () => {
    for (let jump = 0; jump < JUMPS; jump += 1) {
      times.push(await page.evaluate<number>(`bench.jumpTo(${((jump * 7919) % 997) / 997})`))
    }
  })
  const [median, worst] = [percentile(times, 0.5), Math.max(...times)]
  say(`jump, ${JUMPS} times`, `median ${median.toFixed(0)} ms, worst ${worst.toFixed(0)} ms; ${tasks}`)
}

async function measureSearch(page: Page, url: string) {
  await openLog(page, url)
  for (const text of ['created and stored', 'XNAT_E000777']) {
    let ms = 0
    const tasks = await measureTasks(page, async () => {
      const began = performance.now()
      await page.getByRole('searchbox').fill(text)
      await page.getByRole('searchbox').press('Enter')
      await page.getByText(/^[\d,.]+ match(es)?\b/).waitFor({ timeout: 120_000 })
      ms = performance.now() - began
      await page.getByRole('button', { name: 'Next match' }).click()
      await sleep(1000)
    })
    say(`search “${text}”`, `${(ms / 1000).toFixed(1)} s; ${tasks}`)
  }
}

async function measureLatency(page: Page, url: string) {
  await openLog(page, url)
  say(`line to page at ${LATENCY_PER_SECOND} lines/s`, await writeAndLook(page, file))
}

/** Lets lines be written and waits until the page has shown the last ones. */
async function writeAndLook(page: Page, log: string): Promise<string> {
  let writtenAt = new Map<number, number>()
  const tasks = await measureTasks(page, async () => {
    writtenAt = await writeLines(log, LATENCY_PER_SECOND, LATENCY_SECONDS)
    await sleep(1000)
  })
  return `${await latencies(page, writtenAt)}; ${tasks}`
}

async function measureFollow(page: Page, url: string) {
  await openLog(page, url)
  await page.evaluate('bench.noting = false')
  const writing = writeLines(file, FOLLOWED_PER_SECOND, seconds)
  const done = writing.then(() => true)
  const every = Math.max(5, seconds / 10)
  let over = false
  const wait = async (waited: number) => {
    over ||= await Promise.race([done, sleep(waited * 1000, false)])
  }
  for (let at = every; !over; at += every) {
    await wait(every - WATCHED_SECONDS)
    const tasks = await measureTasks(page, () => wait(WATCHED_SECONDS))
    // Apart from the tasks: collecting everything at once is the measurement's own doing.
    const heap = `heap ${(await heapMegabytes(page)).toFixed(1)} MB`
    if (!over) say(`follow ${FOLLOWED_PER_SECOND} lines/s, ${at.toFixed(0)} s`, `${heap}; ${tasks}`)
  }
  await page.getByText(`Bench line ${FOLLOWED_PER_SECOND * seconds - 1} of`).waitFor()
  say(`follow ${FOLLOWED_PER_SECOND} lines/s, end`, `heap ${(await heapMegabytes(page)).toFixed(1)} MB`)
}

async function measureFrontail() {
  const port = await freePort()
  const small = path.join(folder, 'small.log')
  writeFileSync(small, '')
  const child = spawn('npx', ['--yes', 'frontail', '--port', String(port), '--host', '127.0.0.1', small], {
    stdio: 'ignore',
    detached: true,
  })
  try {
    const url = `http://127.0.0.1:${port}/`
    for (let tries = 0; tries < 300 && !(await fetch(url).catch(() => null))?.ok; tries += 1) await sleep(200)
    const { browser, page } = await openBrowser()
    await page.goto(url)
    await sleep(2000)
    say(`frontail, the same at ${LATENCY_PER_SECOND} lines/s`, await writeAndLook(page, small))
    await browser.close()
  } finally {
    if (child.pid) process.kill(-child.pid)
  }
}
