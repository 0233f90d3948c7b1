import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { startStack } from '@ohif-admin/dev-stack'
import { OWN_PAGE, signIn } from './sign-in.ts'

const PROJECTS = 2_000
const CALL_MS = 20
/** So many projects have a list of their own: who stored it last costs one more question the first time. */
const OVERRIDDEN = 100
const AT_ONCE = 8

/** All assignments of a large site through the console, beside one curl after another as it is done by hand. */
await using stack = await startStack({ run: 'bundle', settings: { LOG_LEVEL: 'error' } })
for (let n = 0; n < PROJECTS; n += 1) {
  const id = `BENCH${String(n).padStart(4, '0')}`
  stack.xnat.addProject({ id })
  if (n % (PROJECTS / OVERRIDDEN) === 0) stack.xnat.storeAiServers(['https://ai.example.org'], id)
}
const total = PROJECTS + 16 // the demo's own
const cookie = await signIn(stack.url, 'admin')
stack.xnat.goSlow(CALL_MS)
const ideal = (total * CALL_MS) / AT_ONCE

const bare = await eightAtATime()
process.stdout.write(`ideal ${ms(ideal)}; the bare calls, eight at a time: ${ms(bare)}\n`)
for (const what of ['first reading', 'later reading']) {
  const { firstMs, rowsMs, endMs } = await read()
  const ratios = [ideal, bare].map((yardstick) => (rowsMs / yardstick).toFixed(2)).join(' and ')
  process.stdout.write(
    `${what}: first rows after ${ms(firstMs)}, all ${total} after ${ms(rowsMs)} (${ratios} of these), end after ${ms(endMs)}\n`,
  )
}
process.stdout.write(
  `curl, one after another: ${ms(await curl(200))} for 200, so about ${ms((await curl(200)) * (total / 200))} for all\n`,
)

async function read() {
  const begin = performance.now()
  const since = () => performance.now() - begin
  const headers = { cookie, ...OWN_PAGE }
  const response = await fetch(new URL('api/assignments?fresh=true', stack.url), { headers })
  if (response.status !== 200 || !response.body) throw new Error(`answered ${response.status}`)
  const seen = new Set<string>()
  let [firstMs, rowsMs, rest] = [0, 0, '']
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = `${rest}${text}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const place = /^\{"type":"row","row":\{"place":"([^"]+)"/.exec(line)?.[1]
      if (place === undefined) continue
      seen.add(place)
      if (seen.size === AT_ONCE) firstMs ||= since()
      if (seen.size === total) rowsMs ||= since()
    }
  }
  if (seen.size !== total) throw new Error(`${seen.size} rows of ${total}`)
  return { firstMs, rowsMs, endMs: since() }
}

/** The same questions through the same proxy, with nothing around them. */
async function eightAtATime(): Promise<number> {
  const signedIn = await fetch(`${stack.gateway.url}/data/JSESSION`, {
    headers: { authorization: `Basic ${btoa('admin:admin')}`, 'user-agent': 'bench/1' },
  })
  const headers = { cookie: `JSESSIONID=${await signedIn.text()}`, 'user-agent': 'bench/1' }
  let next = 0
  const begin = performance.now()
  const worker = async () => {
    while (next < total) {
      const id = `BENCH${String(next++ % PROJECTS).padStart(4, '0')}`
      const answer = await fetch(`${stack.gateway.url}/xapi/ohifaiaa/projects/${id}/servers`, { headers })
      await answer.text()
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return performance.now() - begin
}

/** As a shell script would: a process and a connection for each project. */
async function curl(projects: number): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-'))
  const script = path.join(folder, 'loop.sh')
  const url = `${stack.gateway.url}/xapi/ohifaiaa/projects`
  await writeFile(
    script,
    `for n in $(seq -f BENCH%04g 0 ${projects - 1}); do curl -s -u admin:admin ${url}/$n/servers >/dev/null; done`,
  )
  const begin = performance.now()
  await promisify(execFile)('sh', [script])
  await rm(folder, { recursive: true })
  return performance.now() - begin
}

function ms(value: number): string {
  return `${(value / 1000).toFixed(2)} s`
}
