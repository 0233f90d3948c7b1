import { randomUUID } from 'node:crypto'
import { appendFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startStack } from '@ohif-admin/dev-stack'
import { OWN_PAGE, percentile, signIn } from './sign-in.ts'

/** Lines written at this rate, as in a busy run. */
const LINES_PER_SECOND = 200
const SECONDS = 10

/**
 * From a line written to the log to its arrival at a listener of the run, beside how late a plain reader of the same
 * file sees it (a loop that looks at the file's size every millisecond). Lines are told five times a second, so half
 * of 200 ms is the least to expect.
 */
await using stack = await startStack({
  run: 'bundle',
  xnat: { sessionMs: [1, 2] },
  settings: { LOG_LEVEL: 'error' },
})
stack.xnat.addProject({ id: 'BENCH', sessions: 8 })
const hold = stack.xnat.holdRegeneration('BENCH')
const cookie = await signIn(stack.url, 'admin')
const started = await fetch(new URL('api/runs', stack.url), {
  method: 'POST',
  headers: { cookie, 'content-type': 'application/json', ...OWN_PAGE },
  body: JSON.stringify({
    kind: 'bulk',
    target: { scope: 'project', projectId: 'BENCH' },
    idempotencyKey: randomUUID(),
  }),
})
const { id } = (await started.json()) as { id: string }
const stream = await fetch(new URL(`api/events?topics=run-log:${id}`, stack.url), { headers: { cookie } })
const file = path.join(stack.xnat.logFolder, 'ohifviewer.log')

const writtenAt: number[] = []
const seenAt: number[] = []
const arrivedAt: number[] = []
void listen()
void watchFile()
await sleep(500)
for (let line = 0; line < LINES_PER_SECOND * SECONDS; line += 1) {
  writtenAt[line] = performance.now()
  appendFileSync(
    file,
    `2024-03-12 10:15:02,118 [pool-2-thread-1] INFO  icr.etherj.AbstractPathScan - Scanning ${line} files from /bench...\n`,
  )
  await sleep(1000 / LINES_PER_SECOND)
}
await sleep(1_000)
hold.storeRest()

report('to a listener', arrivedAt)
report('to a plain reader', seenAt)
process.exit(0)

async function listen() {
  if (!stream.body) return
  for await (const text of stream.body.pipeThrough(new TextDecoderStream())) {
    const now = performance.now()
    for (const match of text.matchAll(/Scanning (\d+) files from \/bench/g))
      arrivedAt[Number(match[1])] ??= now
  }
}

async function watchFile() {
  let size = statSync(file).size
  let seen = 0
  for (;;) {
    await sleep(1)
    const now = statSync(file).size
    if (now === size) continue
    size = now
    while (seen < writtenAt.length) seenAt[seen++] = performance.now()
  }
}

function report(name: string, times: readonly number[]) {
  const delays = writtenAt.flatMap((at, line) => (times[line] === undefined ? [] : times[line] - at))
  const figures = [0.5, 0.99].map((share) => `p${share * 100} ${percentile(delays, share).toFixed(1)} ms`)
  process.stdout.write(
    `${name.padEnd(18)} ${figures.join(', ')}, ${delays.length} of ${writtenAt.length} lines\n`,
  )
}
