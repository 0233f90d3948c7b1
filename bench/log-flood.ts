import { appendFile, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { startFrontail } from './frontail.ts'
import { benchLine, linesIn, listenToLog } from './log-listener.ts'
import { startMeasuredBff } from './measured-bff.ts'
import { signIn } from './sign-in.ts'

const LINES = 200_000
const LINES_PER_WRITE = 2_000
const BUDGET_MS = 50

/**
 * As many lines as the disk takes, with a listener: whether the console goes on answering, whether its counts are exact,
 * and beside it how many lines a second frontail delivers.
 */
const blocks = Array.from({ length: LINES / LINES_PER_WRITE }, (_, block) =>
  Array.from({ length: LINES_PER_WRITE }, (_unused, index) =>
    benchLine(block * LINES_PER_WRITE + index),
  ).join(''),
)

{
  await using bff = await startMeasuredBff()
  await writeFile(bff.logFile, benchLine(-1))
  const cookie = await signIn(bff.url, 'admin')
  let [shown, skipped, last] = [0, 0, -1]
  let rest = ''
  const leave = await listenToLog(bff.url, cookie, (text) => {
    const frames = `${rest}${text}`.split('\n\n')
    rest = frames.pop() ?? ''
    for (const frame of frames) {
      for (const line of linesIn(frame)) {
        shown += 1
        last = Math.max(last, line)
      }
      skipped += Number(/"skipped":(\d+)/.exec(frame)?.[1] ?? 0)
    }
  })
  await sleep(1_000)
  const before = await bff.facts('reset')
  const probes = probe(new URL('live', bff.url))
  const began = performance.now()
  for (const block of blocks) await appendFile(bff.logFile, block)
  const writtenMs = performance.now() - began
  while (shown + skipped < LINES && performance.now() - began < 60_000) await sleep(5)
  const toldMs = performance.now() - began
  const { delayP99Ms, delayMaxMs, cpuMs, rssBytes } = await bff.facts()
  const slowest = await probes.stop()
  leave()
  const say = (text: string) => process.stdout.write(`${text}\n`)
  say(`${LINES} lines written in ${writtenMs.toFixed(0)} ms`)
  say(
    `console: all counted after ${toldMs.toFixed(0)} ms (${perSecond(toldMs)} lines/s), the newest is ${last}`,
  )
  say(
    `console: ${shown} shown + ${skipped} skipped = ${shown + skipped}, ${shown + skipped === LINES ? 'exact' : 'WRONG'}`,
  )
  say(
    `console: event loop p99 ${delayP99Ms.toFixed(1)} ms (budget ${BUDGET_MS} ms), worst ${delayMaxMs.toFixed(0)} ms`,
  )
  say(`console: slowest of ${probes.count()} other requests ${slowest.toFixed(0)} ms`)
  say(`console: ${(cpuMs - before.cpuMs).toFixed(0)} ms of a core, ${(rssBytes / 1e6).toFixed(0)} MB`)
  await measureFrontail(bff.logFile)
}
process.exit(0)

async function measureFrontail(file: string) {
  await using frontail = await startFrontail(file)
  if (!frontail) return
  let lines = 0
  await frontail.listen(() => {
    lines += 1
  })
  await sleep(1_000)
  // What it shows of the past comes first.
  lines = 0
  const began = performance.now()
  for (const block of blocks) await appendFile(file, block)
  let seen = -1
  let until = performance.now()
  while (lines < LINES && performance.now() - until < 3_000) {
    if (lines !== seen) until = performance.now()
    seen = lines
    await sleep(5)
  }
  const ms = until - began
  process.stdout.write(
    `frontail: ${lines} delivered in ${ms.toFixed(0)} ms (${Math.round((lines / ms) * 1000)} lines/s)\n`,
  )
}

function perSecond(ms: number): number {
  return Math.round((LINES / ms) * 1000)
}

/** Asks again and again; gives how long the slowest answer took (ms). */
function probe(url: URL) {
  let [slowest, count] = [0, 0]
  const over = { is: false }
  const asking = (async () => {
    while (!over.is) {
      const began = performance.now()
      await (await fetch(url)).text()
      slowest = Math.max(slowest, performance.now() - began)
      count += 1
      await sleep(10)
    }
  })()
  return {
    count: () => count,
    async stop() {
      over.is = true
      await asking
      return slowest
    },
  }
}
