import { appendFileSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { startFrontail } from './frontail.ts'
import { benchLine, linesIn, listenToLog } from './log-listener.ts'
import { startMeasuredBff } from './measured-bff.ts'
import { percentile, signIn } from './sign-in.ts'

/** Lines written at this rate, one by one, as in a busy run. */
const LINES_PER_SECOND = 200
const SECONDS = 15
const BUDGET_MS = 20

/**
 * From a line written to the log to its arrival at a listener, beside frontail and beside how late a plain reader of the
 * same file sees it: a loop that looks at the file's size every millisecond.
 */
await using bff = await startMeasuredBff()
const { logFile } = bff
writeFileSync(logFile, benchLine(0))
const cookie = await signIn(bff.url, 'admin')
let frames = 0
let heard = (_line: number, _at: number) => undefined as unknown
const leave = await listenToLog(bff.url, cookie, (text, at) => {
  frames += text.split('"type":"log"').length - 1
  for (const line of linesIn(text)) heard(line, at)
})
let next = 1

process.stdout.write(`${LINES_PER_SECOND} lines/s, ${SECONDS} s, budget p99 ${BUDGET_MS} ms\n`)
await measure('console, to an SSE client', (hear) => {
  heard = hear
})
process.stdout.write(`${''.padEnd(28)} in ${(frames / (SECONDS + 1)).toFixed(0)} messages/s\n`)
const watching = { is: true }
await measure('plain reader of the file', (hear) => void watchFile(hear, watching))
watching.is = false
leave()
{
  await using frontail = await startFrontail(logFile)
  if (frontail) {
    await measure('frontail, to a client', (hear) =>
      frontail.listen((text, at) => {
        for (const line of linesIn(text)) hear(line, at)
      }),
    )
  }
}
type Hear = (line: number, at: number) => void

async function measure(name: string, begin: (hear: Hear) => unknown) {
  const first = next
  const writtenAt = new Map<number, number>()
  const delays: number[] = []
  await begin((line, at) => {
    const written = writtenAt.get(line)
    if (written !== undefined) delays.push(at - written)
    writtenAt.delete(line)
  })
  await sleep(1_000)
  frames = 0
  const began = performance.now()
  for (; next - first < LINES_PER_SECOND * SECONDS; next += 1) {
    const due = began + ((next - first) * 1_000) / LINES_PER_SECOND
    while (performance.now() < due) await sleep(1)
    writtenAt.set(next, performance.now())
    appendFileSync(logFile, benchLine(next))
  }
  await sleep(1_000)
  const figures = [0.5, 0.95, 0.99].map(
    (share) => `p${share * 100} ${percentile(delays, share).toFixed(1)} ms`,
  )
  process.stdout.write(
    `${name.padEnd(28)} ${figures.join(', ')}, ${delays.length} of ${next - first} lines\n`,
  )
}

async function watchFile(hear: Hear, watching: { is: boolean }) {
  let seen = next
  let size = statSync(logFile).size
  while (watching.is) {
    await sleep(1)
    const now = statSync(logFile).size
    for (; now > size && seen < next; seen += 1) hear(seen, performance.now())
    size = now
  }
}
