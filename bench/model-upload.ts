import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type MeasuredBff, startMeasuredBff } from './measured-bff.ts'
import { OWN_PAGE, signIn } from './sign-in.ts'

/** A model of 2 GB through the console and straight to the same server, with the same client. */
const BYTES = Number(process.env['BENCH_UPLOAD_BYTES'] ?? 2 * 1024 ** 3)
/** One that is small has the console hold what any upload takes; what a large one takes beyond that is told. */
const SMALL_BYTES = 64 * 1024 * 1024
const CONFIG = JSON.stringify({
  version: 1,
  type: 'segmentation',
  labels: ['spleen'],
  description: 'Spleen',
  inference: { AIAA: {} },
})
interface Load {
  id: string
  state: string
  sentBytes: number
}

const MB = 1024 * 1024
const rate = (ms: number) => `${(BYTES / MB / (ms / 1000)).toFixed(0)} MB/s`
const say = (text: string) => process.stdout.write(`${text}\n`)

const folder = await mkdtemp(path.join(tmpdir(), 'bench-upload-'))
const model = path.join(folder, 'model.ts')
const small = path.join(folder, 'small.ts')
const config = path.join(folder, 'config_aiaa.json')
await writeFile(config, CONFIG)
await makeModel(model, BYTES)
await makeModel(small, SMALL_BYTES)

await using bff = await startMeasuredBff({
  UPLOAD_MAX_BYTES: String(2 * BYTES),
  AI_ALLOWED_NETWORKS: '127.0.0.0/8',
})
try {
  const straightMs = await straight(bff)
  say(`curl straight to the server: ${(straightMs / 1000).toFixed(1)} s, ${rate(straightMs)}`)
  const idle = await bff.facts()
  const first = await throughConsole(bff, { name: 'small', file: small, bytes: SMALL_BYTES })
  const { receivedMs, wholeMs, receivingBytes, highestBytes, delayMs, cpuMs } = await throughConsole(bff, {
    name: 'through',
    file: model,
    bytes: BYTES,
  })
  say(`through the console: ${(wholeMs / 1000).toFixed(1)} s, ${rate(wholeMs)}`)
  say(`  browser to console: ${rate(receivedMs)}; console to server: ${rate(wholeMs - receivedMs)}`)
  const beyondIdle = (bytes: number) => `${((bytes - idle.rssBytes) / MB).toFixed(0)} MB`
  say(
    `  memory of the console, beyond the ${(idle.rssBytes / MB).toFixed(0)} MB of an idle one (budget 50 MB):`,
  )
  say(`    an upload of 64 MB first: ${beyondIdle(first.highestBytes)}`)
  say(`    while receiving: ${beyondIdle(receivingBytes)}, in all: ${beyondIdle(highestBytes)}`)
  say(`  processor time: ${(cpuMs / 1000).toFixed(1)} s`)
  say(`  event loop p99 ${delayMs.toFixed(0)} ms`)
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function straight({ stack }: MeasuredBff): Promise<number> {
  const from = performance.now()
  const form = ['-F', `config=@${config};type=application/json`, '-F', `data=@${model}`]
  await curl(['-X', 'PUT', ...form, `${stack.aiaa.url}/admin/model/straight`])
  return performance.now() - from
}

async function throughConsole(
  console: MeasuredBff,
  { name, file, bytes }: { name: string; file: string; bytes: number },
) {
  const { url, stack } = console
  const headers = { ...OWN_PAGE, cookie: await signIn(url, 'admin') }
  const loads = new URL('api/ai-models/loads', url)
  const source = {
    form: 'files',
    config: CONFIG,
    configName: 'config_aiaa.json',
    file: { name: 'model.ts', bytes },
  }
  const prepared = await fetch(loads, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ origin: stack.aiaa.url, name, source }),
  })
  const { id } = (await prepared.json()) as Load
  const before = await console.facts('reset')
  const highest = watchMemory(console)
  const from = performance.now()
  const sent = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  await curl([...sent, '-H', 'content-type: application/octet-stream', '-T', file, `${loads}/${id}/file`])
  const receivedMs = performance.now() - from
  const receivingBytes = highest.now()
  const load = async () => (await (await fetch(`${loads}/${id}`, { headers })).json()) as Load
  let now = await load()
  while (now.state === 'sending' || now.state === 'waiting') {
    await sleep(50)
    now = await load()
  }
  const wholeMs = performance.now() - from
  while (now.state !== 'over') {
    await sleep(50)
    now = await load()
  }
  const highestBytes = await highest.stop()
  const after = await console.facts()
  if (now.sentBytes !== bytes) throw new Error(`not all was sent: ${JSON.stringify(now)}`)
  const cpuMs = after.cpuMs - before.cpuMs
  return { receivedMs, wholeMs, receivingBytes, highestBytes, delayMs: after.delayP99Ms, cpuMs }
}

/** The highest memory of the console until it is stopped, in bytes. */
function watchMemory(console: MeasuredBff) {
  let highest = 0
  let over = false
  const watching = (async () => {
    while (!over) {
      highest = Math.max(highest, (await console.facts()).rssBytes)
      await sleep(100)
    }
  })()
  return {
    now: () => highest,
    async stop() {
      over = true
      await watching
      return highest
    },
  }
}

async function curl(args: readonly string[]): Promise<void> {
  const child = spawn('curl', ['-sS', '-f', '-H', 'expect:', '-o', '/dev/null', ...args], {
    stdio: 'inherit',
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`curl ended with ${code}`)
}

async function makeModel(path: string, bytes: number): Promise<void> {
  await using file = await open(path, 'w')
  await file.write('PK\x03\x04')
  await file.truncate(bytes)
}
