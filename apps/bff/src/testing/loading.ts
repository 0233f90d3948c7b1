import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { ModelLoad } from '@ohif-admin/contracts'
import { type AiaaServerOptions, type AiServerControl, startAiaaServer } from '@ohif-admin/simulators'
import type { Browser } from './browser.ts'
import { startConsole } from './console.ts'

const fixture = (name: string) =>
  readFile(new URL(`../../../../packages/simulators/fixtures/ai/aiaa/${name}`, import.meta.url), 'utf8')

export const segmentationConfig = await fixture('config_aiaa.segmentation.v4.json')
export const pipelineConfig = await fixture('config_aiaa.pipeline.v4.json')
/** What TorchScript begins with, and then something. */
export const torchScript = (bytes = 100_000) =>
  Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(bytes, 7)])

export const LIMIT_BYTES = 200 * 1024 * 1024

/** The console in front of one registered AIAA server, with a site administrator. */
export async function startLoading(options: AiaaServerOptions = {}) {
  return loadingInto(await startAiaaServer(options))
}

/** The same in front of any AI server. */
export async function loadingInto<Server extends AiServerControl>(
  running: Server,
  settings: Record<string, string> = {},
) {
  const disposal = new AsyncDisposableStack()
  const server = disposal.use(running)
  const console = disposal.use(
    await startConsole({
      logFolder: null,
      settings: {
        AI_ALLOWED_NETWORKS: '127.0.0.0/8',
        UPLOAD_MAX_BYTES: String(LIMIT_BYTES),
        ...settings,
      },
    }),
  )
  console.xnat.storeAiServers([server.url])
  const admin = await console.signIn('admin')
  const origin = server.url

  const prepare = (source: object, rest: object = {}, browser: Browser = admin) =>
    browser.post('/api/ai-models/loads', { origin, name: 'my_spleen', source, ...rest })

  return {
    console,
    server,
    admin,
    origin,
    prepare,
    async prepared(source: object, rest: object = {}): Promise<ModelLoad> {
      const answer = await prepare(source, rest)
      if (answer.status !== 201) throw new Error(answer.text)
      return ModelLoad.parse(answer.json)
    },
    load: async (id: string, browser: Browser = admin) =>
      ModelLoad.parse((await browser.get(`/api/ai-models/loads/${id}`)).json),
    start: (id: string) => admin.post(`/api/ai-models/loads/${id}/start`),
    send: (id: string, bytes: Buffer) => sendFile(console.url, admin, id, bytes).answered,
    /** For breaking it off in the middle; `url` where something stands in front of the console. */
    sending: (id: string, bytes: Buffer, announced = bytes.length, url = console.url) =>
      sendFile(url, admin, id, bytes, announced),
    /** Calls that changed the server. */
    changes: () => server.calls.filter(({ method }) => method === 'PUT' || method === 'DELETE'),
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  }
}

export type Loading = Awaited<ReturnType<typeof startLoading>>

export const files = (bytes = torchScript().length, config = segmentationConfig) => ({
  form: 'files',
  config,
  configName: 'config_aiaa.json',
  file: { name: 'model.ts', bytes },
})

export const NGC = { form: 'ngc', path: 'nvidia/med/clara_pt_spleen_ct_segmentation', version: '1' }

function sendFile(
  url: string,
  { cookie = '' }: Browser,
  id: string,
  bytes: Buffer,
  announced = bytes.length,
) {
  const answered = Promise.withResolvers<{ status: number; json: unknown }>()
  const call = request(
    `${url}/api/ai-models/loads/${id}/file`,
    {
      method: 'PUT',
      agent: false,
      headers: {
        cookie,
        'sec-fetch-site': 'same-origin',
        'x-ohif-admin': '1',
        'content-type': 'application/octet-stream',
        'content-length': announced,
      },
    },
    (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      answer.on('end', () => answered.resolve({ status: answer.statusCode ?? 0, json: JSON.parse(text) }))
    },
  )
  call.on('error', answered.reject)
  call.write(bytes)
  if (bytes.length === announced) call.end()
  return { answered: answered.promise, breakOff: () => call.destroy() }
}
