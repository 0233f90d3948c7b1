import { randomUUID } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { startStack } from '@ohif-admin/dev-stack'
import { heldMegabytes } from './held-memory.ts'
import { OWN_PAGE, percentile, signIn } from './sign-in.ts'

/** A large site. Its clock runs fast, so that the stamps of the log are those of a run over days. */
const SESSIONS = Number(process.env['SITE_SESSIONS'] ?? 100_000)
const PROJECTS = 50
const CLOCK_SPEED = 600
const SAMPLE_MS = 2_000

interface Sample {
  done: number
  rssMb: number
}

const began = Date.now()
const runs = process.argv.includes('--source') ? 'source' : 'bundle'
/** Collecting what nobody needs changes what the process occupies: one of the two is measured at a time. */
const asksWhatIsHeld = process.argv.includes('--held')
let heard = ''
await using stack = await startStack({
  run: runs,
  gatewayTimeoutMs: 5_000,
  xnat: {
    sessionMs: [0, 0],
    discoveryMs: 3_000,
    clock: () => began + (Date.now() - began) * CLOCK_SPEED,
    site: { sessionTimeoutMs: 1e12 },
  },
  settings: { LOG_LEVEL: 'error' },
  onLog: (text) => {
    heard += text
  },
})
for (let project = 0; project < PROJECTS; project += 1)
  stack.xnat.addProject({ id: `SITE${project}`, sessions: Math.ceil(SESSIONS / PROJECTS) })
const total = stack.xnat.sessions().filter(({ imageSession }) => imageSession).length
const cookie = await signIn(stack.url, 'admin')
const headers = { cookie, 'content-type': 'application/json', ...OWN_PAGE }
const rss = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${stack.bff.pid}/status`, 'utf8'))?.[1]) / 1024
const before = rss()
const held: { when: string; mb: number }[] = []
const hold = async (when: string) => {
  const mb = await heldMegabytes({ pid: () => stack.bff.pid, heard: () => heard })
  held.push({ when, mb: Math.round(mb) })
}

if (asksWhatIsHeld) await hold('before the start')
const impact = await ask('api/runs/impact', { kind: 'bulk', target: { scope: 'site' } })
const started = performance.now()
const confirm = (impact as { confirm: string | null }).confirm
const run = (await ask('api/runs', {
  kind: 'bulk',
  target: { scope: 'site' },
  idempotencyKey: randomUUID(),
  ...(confirm === null ? {} : { confirm }),
})) as { id: string }
const answeredMs = performance.now() - started
if (asksWhatIsHeld) await hold('after the listing')

const pages = [
  'api/overview',
  `api/runs/${run.id}`,
  `api/runs/${run.id}/sessions?limit=200&offset=50000`,
  `api/runs/${run.id}/sessions?search=SITE7_01&limit=200`,
]
const visitor = new Worker(new URL('./page-visitor.ts', import.meta.url), {
  workerData: { base: stack.url, pages, headers },
})
const samples: Sample[] = []
let state = 'starting'
let counts = { stored: 0, total: 0 }
while (!['finished', 'failed', 'unknown', 'interrupted'].includes(state)) {
  await sleep(SAMPLE_MS)
  const now = (await ask(`api/runs/${run.id}`)) as { state: string; counts: typeof counts }
  state = now.state
  counts = now.counts
  if (asksWhatIsHeld && held.length === 2 && counts.stored > total / 2) await hold('half way')
  samples.push({ done: counts.stored, rssMb: rss() })
}
const tookMs = performance.now() - started
visitor.postMessage('stop')
const times = await new Promise<Record<string, number[]>>((resolve) => visitor.once('message', resolve))
if (asksWhatIsHeld) await hold('after the end')
const exported = performance.now()
const csv = await (
  await fetch(new URL(`api/runs/${run.id}/export?format=csv`, stack.url), { headers })
).text()
const exportMs = performance.now() - exported

const bytes = statSync(path.join(stack.xnat.logFolder, 'ohifviewer.log')).size
print([
  ['sessions of the site', String(total)],
  ['run ended as', `${state}, ${counts.stored} stored of ${counts.total}`],
  ['start answered after', `${Math.round(answeredMs)} ms (XNAT lists the site first)`],
  ['run took', `${Math.round(tookMs / 1000)} s, ${Math.round((total / tookMs) * 1000)} sessions/s`],
  ['log written', `${Math.round(bytes / 1e6)} MB`],
  ['export of all verdicts as CSV', `${Math.round(exportMs)} ms, ${Math.round(csv.length / 1e6)} MB`],
  ['memory of the console', `${Math.round(before)} MB before the start`],
  ...samples
    .filter((_sample, index) => index % Math.max(1, Math.floor(samples.length / 8)) === 0)
    .map(({ done, rssMb }): [string, string] => [`  at ${done} sessions`, `${Math.round(rssMb)} MB`]),
  ['  after the end', `${Math.round(rss())} MB`],
  ...held.map(({ when, mb }): [string, string] => [`  held ${when}`, `${mb} MB of heap`]),
])
for (const [page, all] of Object.entries(times)) {
  const sorted = all.toSorted((a, b) => a - b)
  const [p50, p99] = [percentile(sorted, 0.5), percentile(sorted, 0.99)].map(Math.round)
  print([[`GET /${page.replace(run.id, ':id')}`, `p50 ${p50} ms, p99 ${p99} ms (${all.length} times)`]])
}
await stack[Symbol.asyncDispose]()
process.exit(0)

async function ask(address: string, body?: unknown): Promise<unknown> {
  const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) }
  const answer = await fetch(new URL(address, stack.url), init)
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${await answer.text()}`)
  return answer.json()
}

function print(rows: readonly (readonly [string, string])[]) {
  for (const [what, value] of rows) process.stdout.write(`${what.padEnd(64)} ${value}\n`)
}
