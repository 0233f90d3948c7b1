import { startMeasuredBff } from './measured-bff.ts'
import { OWN_PAGE, percentile, signIn } from './sign-in.ts'

interface Scan {
  id: string
  total: number | null
  looked: number
}

const PROJECTS = 100
const SESSIONS_EACH = 1_000
const PER_SECOND = 200
const WATCHED_MS = 30_000

/**
 * A scan of a site of more than 100,000 sessions at the fastest pace: when the first results are there, what the pages
 * take while it goes on, and what it costs the console. The yardstick of the pace is the pace itself.
 */
await using bff = await startMeasuredBff({
  VERIFY_PER_SECOND: String(PER_SECOND),
  REQUESTS_PER_MINUTE: '100000',
})
for (let n = 0; n < PROJECTS; n += 1)
  bff.stack.xnat.addProject({ id: `BENCH${String(n).padStart(3, '0')}`, sessions: SESSIONS_EACH })
const headers = { cookie: await signIn(bff.url, 'admin'), 'content-type': 'application/json', ...OWN_PAGE }

const before = await bff.facts('reset')
const begin = performance.now()
const since = () => (performance.now() - begin) / 1_000
const scan = await ask<Scan>('scans', { projectId: null, perSecond: PER_SECOND })
const listed = await until(({ total }) => total !== null)
say(`${listed.total} sessions listed after ${since().toFixed(1)} s`)
await until(({ looked }) => looked > 0)
say(`first results after ${since().toFixed(1)} s`)
const listing = await bff.facts('reset')
say(`while listing: event loop p99 ${ms(listing.delayP99Ms)}, longest ${ms(listing.delayMaxMs)}`)

const started = await until(() => true)
const from = performance.now()
const times: Record<string, number[]> = {}
const pages = {
  'projects, worst first': 'projects?sort=worst&limit=200',
  'sessions, first page': 'sessions?limit=200',
  'sessions, last page': `sessions?limit=200&offset=${(listed.total ?? 0) - 200}`,
  'sessions, missing only': 'sessions?state=missing&limit=200',
  'sessions, oldest look first': 'sessions?sort=looked&limit=200',
  'sessions, search': 'sessions?search=bench050_mr1&limit=200',
  scans: 'scans',
}
while (performance.now() - from < WATCHED_MS) {
  for (const [name, path] of Object.entries(pages)) {
    const asked = performance.now()
    await ask(path)
    times[name] = [...(times[name] ?? []), performance.now() - asked]
  }
}
const watched = await until(() => true)
const seconds = (performance.now() - from) / 1_000
say(`${((watched.looked - started.looked) / seconds).toFixed(0)} looks a second of ${PER_SECOND} asked for`)
for (const [name, all] of Object.entries(times)) {
  say(`${name}: p50 ${ms(percentile(all, 0.5))}, p99 ${ms(percentile(all, 0.99))}`)
}
const watching = await bff.facts('reset')
say(`while watched: event loop p99 ${ms(watching.delayP99Ms)}, longest ${ms(watching.delayMaxMs)}`)
const asked = performance.now()
const file = await fetch(new URL('api/coverage/export?format=csv', bff.url), { headers })
const lines = (await file.text()).split('\n').length - 2
say(`export of ${lines} sessions: ${((performance.now() - asked) / 1_000).toFixed(1)} s`)
const { sessions } = await ask<{ sessions: unknown[] }>('sessions?limit=1')
if (sessions.length !== 1 || lines !== listed.total) throw new Error('the lists are not whole')
const after = await bff.facts()
say(`while exporting: event loop p99 ${ms(after.delayP99Ms)}, longest ${ms(after.delayMaxMs)}`)
say(`memory ${mb(before.rssBytes)} before, ${mb(after.rssBytes)} after`)

async function ask<Answer>(path: string, body?: object): Promise<Answer> {
  const init = body ? { method: 'POST', body: JSON.stringify(body) } : {}
  const response = await fetch(new URL(`api/coverage/${path}`, bff.url), { headers, ...init })
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as Answer
}

async function until(wanted: (scan: Scan) => boolean): Promise<Scan> {
  for (;;) {
    const { scans } = await ask<{ scans: Scan[] }>('scans')
    const now = scans.find(({ id }) => id === scan.id)
    if (now && wanted(now)) return now
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function say(text: string) {
  process.stdout.write(`${text}\n`)
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`
}

function mb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`
}
