import { AiServerList, ServerLog } from '@ohif-admin/contracts'
import {
  type AiaaServer,
  type MonaiLabelServer,
  startAiaaServer,
  startMonaiLabelServer,
  startStrangeServer,
} from '@ohif-admin/simulators'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'
import { causeOf } from './log-causes.ts'

let console: TestConsole
let aiaa: AiaaServer
let clara: AiaaServer
let monai: MonaiLabelServer
let closed: MonaiLabelServer
let admin: Browser
const disposal = new AsyncDisposableStack()

beforeAll(async () => {
  aiaa = disposal.use(await startAiaaServer({ logs: 'html' }))
  clara = disposal.use(await startAiaaServer({ generation: '4.1', adminHosts: ['10.0.0.1'] }))
  monai = disposal.use(await startMonaiLabelServer())
  const accounts = [{ username: 'a', password: 'a', roles: ['monailabel-admin'] as const }]
  closed = disposal.use(await startMonaiLabelServer({ accounts }))
  console = disposal.use(
    await startConsole({ logFolder: null, settings: { AI_ALLOWED_NETWORKS: '127.0.0.0/8' } }),
  )
  console.xnat.addUser({ username: 'owner' })
  console.xnat.addProject({ id: 'LIVER', owners: ['owner'] })
  console.xnat.storeAiServers([aiaa.url, clara.url, monai.url, closed.url], 'LIVER')
  admin = await console.signIn('admin')
  await admin.get('/api/ai-servers')
})
afterAll(() => disposal.disposeAsync())
beforeEach(() => {
  for (const server of [aiaa, clara, monai, closed]) server.reset()
})

const path = (origin: string, query = '') =>
  `/api/ai-servers/log?origin=${encodeURIComponent(origin)}${query}`
const read = async (origin: string, query = '') =>
  ServerLog.parse((await admin.get(path(origin, query))).json)

describe('the log of an AI server', () => {
  it('is asked for as text, with no parameter but how many lines', async () => {
    const log = await read(monai.url, '&lines=5')
    expect(log).toMatchObject({ kind: 'monai-label', state: 'ok', wasPage: false })
    expect(log.lines).toHaveLength(5)
    const asked = monai.calls.filter((call) => call.path === '/logs/')
    expect(asked.map(({ query }) => query.toString())).toEqual(['lines=5&html=false&text=true'])
  })

  it('never carries the name of a file', async () => {
    expect((await admin.get(path(monai.url, '&logfile=/etc/passwd'))).status).toBe(400)
    expect((await admin.get(path(monai.url, '&lines=0'))).status).toBe(400)
    expect((await admin.get(path(monai.url, '&lines=2001'))).status).toBe(400)
    expect(monai.calls.filter((call) => call.path === '/logs/')).toEqual([])
  })

  it('is text even where the server sends a page, and its markup stays text', async () => {
    aiaa.setLog('[ERROR] (aiaa) - <script>alert(1)</script> & more\n[INFO] (aiaa) - after\n')
    const log = await read(aiaa.url)
    expect(log.wasPage).toBe(true)
    expect(log.lines.map(({ text }) => text)).toEqual([
      '[ERROR] (aiaa) - <script>alert(1)</script> & more',
      '[INFO] (aiaa) - after',
    ])
  })

  it('has what is known of its lines beside them', async () => {
    const causes = (await read(monai.url)).lines.flatMap(({ cause }) => cause ?? [])
    expect(causes).toEqual(['gpu-memory'])
  })

  it('is cut where a server sends more than was asked for, and says so', async () => {
    monai.setLog(`${'x'.repeat(9_000)}\nlast\n`)
    const long = await read(monai.url)
    expect([long.wasCut, long.lines[0]?.text.length, long.lines[1]?.text]).toEqual([true, 4_000, 'last'])
  })

  it('is not read further than a megabyte', async () => {
    monai.setLog(`${'y'.repeat(3_000)}\n`.repeat(1_000))
    expect(await read(monai.url, '&lines=2000')).toMatchObject({ reason: 'too-large', lines: [] })
  })

  it('of its GPUs tells their memory, and is missing where the tool is missing', async () => {
    expect(await read(monai.url, '&source=gpu')).toMatchObject({
      state: 'ok',
      gpus: [{ usedMiB: 18_211, totalMiB: 23_028 }],
    })
    expect((await read(clara.url, '&source=gpu')).gpus).toHaveLength(1)
    expect(await read(aiaa.url, '&source=gpu')).toMatchObject({ state: 'wrong-service', lines: [] })
  })

  it('says why there is none', async () => {
    monai.setLog(undefined)
    expect(await read(monai.url)).toMatchObject({ state: 'wrong-service', reason: 'not-found', lines: [] })
    expect(await read(closed.url)).toMatchObject({ state: 'auth-required', lines: [] })
    monai.setLog('')
    expect(await read(monai.url)).toMatchObject({ state: 'ok-empty', lines: [] })
  })

  it('is for site admins, and for servers of their lists', async () => {
    const owner = await console.signIn('owner')
    expect((await owner.get(path(monai.url))).status).toBe(403)
    await using stranger = await startStrangeServer('html-page')
    expect((await admin.get(path(stranger.url))).status).toBe(404)
    expect(stranger.paths).toEqual([])
  })
})

describe('a line of a log', () => {
  it.each([
    ['torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB', 'gpu-memory'],
    [
      "unexpected shape for input 'INPUT__0' for model 'm'. Expected [-1,2,128], got [1,1,128]",
      'wrong-input',
    ],
    ["Unknown type name 'NoneType':", 'incompatible-model'],
    ['tritonclient.utils.InferenceServerException: [StatusCode.UNAVAILABLE]', 'triton'],
    ['OSError: [Errno 28] No space left on device', 'disk-full'],
    ['requests: Failed to establish a new connection: [Errno -2]', 'no-way-out'],
    ['[ERROR] (monailabel.datastore.xnat:88) - failed with 401', 'datastore'],
    ['RuntimeError: No CUDA GPUs are available', 'gpu-missing'],
    ['[INFO] (monailabel.interfaces.app:469) - App Init - completed', null],
    ['studies: https://xnat.example.org', null],
  ])('%s means %s', (line, cause) => {
    expect(causeOf(line)).toBe(cause)
  })

  it('is judged without harm however it is made', () => {
    for (const part of [
      'expected input[',
      'monailabel.datastore.xnat',
      "No such file or directory: '",
      '\u0000',
    ])
      expect(() => causeOf(part.repeat(4_000 / part.length))).not.toThrow()
  })
})

describe('whether a server is open to everybody', () => {
  it.each([
    ['MONAI Label without sign-in says that it is', () => monai.url, 'yes'],
    ['MONAI Label with sign-in says that it is not', () => closed.url, 'no'],
    ['AIAA that lets the console in may let in everybody or not', () => aiaa.url, 'unknown'],
    ['AIAA that refuses the console has a list of hosts', () => clara.url, 'no'],
  ] as const)('%s', async (_what, origin, openToAll) => {
    await admin.post('/api/ai-servers/checks', { entry: origin() })
    const { servers } = AiServerList.parse((await admin.get('/api/ai-servers')).json)
    expect(servers.find((server) => server.origin === origin())?.openToAll).toBe(openToAll)
    const changing = ['PUT', 'POST', 'DELETE']
    for (const { calls } of [aiaa, clara, monai, closed])
      expect(calls.filter(({ method }) => changing.includes(method))).toEqual([])
  })
})
