import { appendFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { benchLine, listenToLog } from './log-listener.ts'
import { type Facts, startMeasuredBff } from './measured-bff.ts'
import { percentile, signIn } from './sign-in.ts'

const CLIENTS = 1_000
const PER_USER = 100
const CHANGES_PER_SECOND = 50
const SECONDS = 20
const WARM_SECONDS = 5
const BUDGET_MS = 250
const BUDGET_KB = 30

/** Many open pages, all listening to the log while it grows: how late the last of them hears, and what each costs. */
await using bff = await startMeasuredBff({ STREAMS_PER_USER: String(PER_USER), STREAMS_TOTAL: '2000' })
writeFileSync(bff.logFile, benchLine(0))
const cookies: string[] = []
for (let user = 0; user < CLIENTS / PER_USER; user += 1) {
  bff.stack.xnat.addUser({ username: `bench${user}`, groups: ['ALL_DATA_ACCESS'] })
  cookies.push(await signIn(bff.url, `bench${user}`))
}
const writtenAt: number[] = [0]
const delays: number[] = []
let messages = 0
const hear = () => {
  let next = writtenAt.length
  return (text: string, at: number) => {
    if (!text.includes('"rows":[{')) return
    messages += 1
    // Every line up to the newest stamp in it: a text may be a part of a message.
    const stamp = text.lastIndexOf('"at":"')
    if (stamp < 0) return
    const line = lineAt(text.slice(stamp + 6, stamp + 29))
    for (; next <= line; next += 1) {
      const written = writtenAt[next]
      if (written !== undefined) delays.push(at - written)
    }
  }
}

// Once before: what a process takes to grow its heap is no cost of a client.
const cold = await bff.facts('collected')
const leave = await connectAll()
await write(WARM_SECONDS)
for (const one of leave) one()
await sleep(3_000)
const before = await bff.facts('collected')
delays.splice(0)
messages = 0

const leaveAgain = await connectAll()
await sleep(1_000)
const open = await bff.facts('collected')
await bff.facts('reset')
await write(SECONDS)
await sleep(2_000)
const busy = await bff.facts('collected')
const perClient = (key: 'rssBytes' | 'heapBytes', now: Facts) =>
  `${((now[key] - before[key]) / CLIENTS / 1000).toFixed(1)} kB`
const megabytes = ({ rssBytes }: Facts) => `${(rssBytes / 1e6).toFixed(0)} MB`
const figures = [0.5, 0.95, 0.99].map((share) => `p${share * 100} ${percentile(delays, share).toFixed(0)} ms`)
const expected = CHANGES_PER_SECOND * SECONDS * CLIENTS
process.stdout.write(
  [
    `${CLIENTS} SSE clients, ${CHANGES_PER_SECOND} lines/s for ${SECONDS} s`,
    `delivery: ${figures.join(', ')} (budget p95 ${BUDGET_MS} ms), ${delays.length} of ${expected} deliveries`,
    `messages: ${(messages / CLIENTS / SECONDS).toFixed(1)} a second to each client`,
    `memory per client: ${perClient('rssBytes', open)} open, ${perClient('rssBytes', busy)} after (budget ${BUDGET_KB} kB), ` +
      `of which on the heap ${perClient('heapBytes', busy)}; the process: ${megabytes(cold)} at first, ` +
      `${megabytes(before)} when all had left, ${megabytes(busy)} at last`,
    `event loop p99 ${busy.delayP99Ms.toFixed(1)} ms, worst ${busy.delayMaxMs.toFixed(0)} ms; ` +
      `${(((busy.cpuMs - open.cpuMs) / (SECONDS * 1000)) * 100).toFixed(0)} % of a core`,
    '',
  ].join('\n'),
)
for (const one of leaveAgain) one()

async function connectAll(): Promise<(() => void)[]> {
  const leave: (() => void)[] = []
  for (let client = 0; client < CLIENTS; client += 50) {
    const some = Array.from({ length: 50 }, (_, index) => cookies[(client + index) % cookies.length] ?? '')
    leave.push(...(await Promise.all(some.map((cookie) => listenToLog(bff.url, cookie, hear())))))
  }
  return leave
}

async function write(seconds: number) {
  const first = writtenAt.length
  const began = performance.now()
  for (let line = first; line < first + CHANGES_PER_SECOND * seconds; line += 1) {
    while (performance.now() < began + ((line - first) * 1_000) / CHANGES_PER_SECOND) await sleep(1)
    writtenAt[line] = performance.now()
    appendFileSync(bff.logFile, benchLine(line))
  }
}

/** The stamp of a line is its number in milliseconds since the beginning of 2099. */
function lineAt(stamp: string): number {
  return Date.parse(`${stamp.replace(' ', 'T').replace(',', '.')}Z`) - Date.UTC(2099, 0, 1)
}
