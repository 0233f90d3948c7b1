import { describe, expect, test } from 'vitest'
import { fixtureText } from '../http/fixtures.ts'
import { makeZip } from '../http/make-zip.ts'
import { type AiaaServerOptions, aiaaModelLists, startAiaaServer } from '../index.ts'

const NGC = { path: 'nvidia/med/clara_pt_spleen_ct_segmentation', version: '1' }
const CONFIG = fixtureText('aiaa/config_aiaa.segmentation.v4.json')
const DEEPGROW_CONFIG = fixtureText('aiaa/config_aiaa.deepgrow.v4.json')
const PIPELINE_CONFIG = fixtureText('aiaa/config_aiaa.pipeline.v4.json')

function put(url: string, name: string, body: FormData | object) {
  const init =
    body instanceof FormData
      ? { body }
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  return fetch(`${url}/admin/model/${name}`, { method: 'PUT', ...init })
}

function form(parts: Record<string, string | Blob>): FormData {
  const data = new FormData()
  for (const [name, part] of Object.entries(parts)) {
    if (typeof part === 'string') data.append(name, part)
    else data.append(name, part, name)
  }
  return data
}

const jsonFile = (text: string) => new Blob([text], { type: 'application/json' })
const modelFile = new Blob(['torchscript'])

async function names(url: string): Promise<unknown[]> {
  const response = await fetch(`${url}/v1/models`)
  return ((await response.json()) as { name: unknown }[]).map(({ name }) => name)
}

describe('loading from the catalogue', () => {
  test.each<[AiaaServerOptions['generation'], 'json' | 'multipart', boolean]>([
    ['3.1', 'json', true],
    ['3.1', 'multipart', false],
    ['4.0', 'json', true],
    ['4.0', 'multipart', false],
    ['4.1', 'json', false],
    ['4.1', 'multipart', true],
  ])('generation %s with a %s request: loaded %s', async (generation = '4.0', shape, loaded) => {
    await using server = await startAiaaServer({ generation })
    const known = (await names(server.url)).at(-1)
    const request = { path: `nvidia/med/${known}`, version: '1' }
    const body = shape === 'json' ? request : form({ ngc: JSON.stringify(request) })

    const response = await put(server.url, 'mine', body)

    expect(response.ok).toBe(loaded)
    expect((await names(server.url)).includes('mine')).toBe(loaded)
  })

  test('fails on a server without a way out, and for a model the catalogue does not have', async () => {
    await using isolated = await startAiaaServer({ ngc: 'isolated' })
    expect((await put(isolated.url, 'mine', NGC)).status).toBe(500)

    await using connected = await startAiaaServer()
    expect((await put(connected.url, 'mine', { ...NGC, path: 'nvidia/med/withdrawn' })).status).toBe(500)
  })
})

describe('loading files', () => {
  test('lists a model with what its configuration says, meta data included', async () => {
    await using server = await startAiaaServer({ models: [] })
    await put(server.url, 'mine', form({ config: jsonFile(DEEPGROW_CONFIG), data: modelFile }))

    const response = await fetch(`${server.url}/v1/models`)
    expect(await response.json()).toEqual([
      {
        name: 'mine',
        labels: [],
        description: 'Slice-wise click-driven segmentation (2D)',
        version: '1',
        type: 'deepgrow',
        deepgrow: '2D',
      },
    ])
    expect(await (await fetch(`${server.url}/admin/model/mine`)).json()).toEqual(JSON.parse(DEEPGROW_CONFIG))
  })

  test('takes a zip with its folders at the root and refuses one with a folder around them', async () => {
    await using server = await startAiaaServer({ models: [] })
    const archive = (folder: string) =>
      form({
        data: new Blob([
          makeZip({
            [`${folder}config/config_aiaa.json`]: CONFIG,
            [`${folder}models/model.ts`]: 'torchscript',
          }),
        ]),
      })

    expect((await put(server.url, 'wrapped', archive('clara_pt_spleen/'))).status).toBe(500)
    expect((await put(server.url, 'flat', archive(''))).status).toBe(200)
    expect(await names(server.url)).toEqual(['flat'])
  })

  test('needs a model file unless the configuration is a pipeline', async () => {
    await using server = await startAiaaServer({ models: [] })
    expect((await put(server.url, 'half', form({ config: jsonFile(CONFIG) }))).status).toBe(500)
    expect((await put(server.url, 'chain', form({ config: jsonFile(PIPELINE_CONFIG) }))).status).toBe(200)
  })

  test('needs a section for the engine in use', async () => {
    await using server = await startAiaaServer({ engine: 'TRITON' })
    const { TRITON: _, ...inference } = JSON.parse(CONFIG).inference
    const config = JSON.stringify({ ...JSON.parse(CONFIG), inference })
    const response = await put(server.url, 'mine', form({ config: jsonFile(config), data: modelFile }))
    expect(await response.json()).toEqual({
      error: { message: ["'TRITON'"], type: 'RuntimeError' },
      success: false,
    })
  })

  test('is stopped by a reverse proxy before the server sees a large body', async () => {
    await using server = await startAiaaServer({ proxyBodyLimitBytes: 100 })
    const response = await put(server.url, 'mine', form({ config: jsonFile(CONFIG), data: modelFile }))
    expect(response.status).toBe(413)
    expect(response.headers.get('server')).toBe('nginx')
  })
})

describe('what real servers do one way or the other', () => {
  test('a load over an existing name replaces it or is refused', async () => {
    await using replacing = await startAiaaServer()
    await using refusing = await startAiaaServer({ existingModel: 'refuse' })
    expect((await put(replacing.url, 'clara_pt_spleen_ct_segmentation', NGC)).status).toBe(200)
    expect((await put(refusing.url, 'clara_pt_spleen_ct_segmentation', NGC)).status).toBe(500)
    expect(await names(replacing.url)).toHaveLength((await names(refusing.url)).length)
  })

  test('a removal of an unknown name is refused or accepted; success is any 2xx', async () => {
    await using refusing = await startAiaaServer()
    await using accepting = await startAiaaServer({
      deleteUnknown: 'accept',
      adminSuccess: { status: 202, body: 'ok' },
    })
    const remove = (url: string) => fetch(`${url}/admin/model/nobody`, { method: 'DELETE' })
    expect((await remove(refusing.url)).status).toBe(500)
    expect((await remove(accepting.url)).status).toBe(202)
  })

  test('a root API description of 4.1 says MONAI Label, or there is none', async () => {
    await using plain = await startAiaaServer({ generation: '4.1' })
    await using described = await startAiaaServer({
      generation: '4.1',
      openApi: { root: true, mounted: false },
    })
    const status = async (url: string, path: string) => (await fetch(url + path)).status
    expect(await status(plain.url, '/openapi.json')).toBe(404)
    expect(await status(plain.url, '/monailabel/openapi.json')).toBe(200)
    expect(await status(described.url, '/openapi.json')).toBe(200)
    expect(await status(described.url, '/monailabel/openapi.json')).toBe(404)
  })
})

test.each<[AiaaServerOptions['generation'], number, string]>([
  ['3.1', 500, '{"error":{"message":[],"type":"NotFound"},"success":false}'],
  ['4.0', 404, fixtureText('aiaa/error-404-unknown-route.html')],
  ['4.1', 404, '{"detail":"Not Found"}'],
])('generation %s answers an unknown route with %i', async (generation = '4.0', status, body) => {
  await using server = await startAiaaServer({ generation })
  const response = await fetch(`${server.url}/no/such/route`)
  expect([response.status, await response.text()]).toEqual([status, body])
})

test('admin calls from a host that is not listed are refused, listing is not', async () => {
  await using server = await startAiaaServer({ adminHosts: ['10.0.0.1'] })
  expect((await put(server.url, 'mine', NGC)).status).toBe(403)
  expect((await fetch(`${server.url}/v1/models`)).status).toBe(200)
})

describe('runs', () => {
  const run = (url: string, query: string) =>
    fetch(`${url}/v1/segmentation?model=clara_pt_spleen_ct_segmentation&${query}`, {
      method: 'POST',
      body: form({ params: '{}', datapoint: modelFile }),
    })

  test('give the image alone or image and parameters', async () => {
    await using server = await startAiaaServer()
    expect((await run(server.url, 'output=image')).headers.get('content-type')).toBe(
      'application/octet-stream',
    )
    const parts = await (await run(server.url, '')).formData()
    expect(parts.get('params')).toBe('{"points":[]}')
    expect(parts.get('image')).toBeInstanceOf(Blob)
  })

  test('answer 440 for a session that is gone', async () => {
    await using server = await startAiaaServer()
    expect((await run(server.url, 'session_id=stale')).status).toBe(440)
  })

  test('fail in the words of the engine while the list still answers', async () => {
    for (const [engine, type] of [
      ['AIAA', 'RuntimeError'],
      ['TRITON', 'InferenceServerException'],
    ] as const) {
      await using server = await startAiaaServer({ engine })
      server.breakEngine()
      expect(await (await run(server.url, '')).json()).toMatchObject({ error: { type }, success: false })
      expect((await fetch(`${server.url}/v1/models`)).status).toBe(200)
    }
  })

  test('fail on Triton until it has looked at its folder again', async () => {
    await using server = await startAiaaServer({ engine: 'TRITON' })
    await put(server.url, 'clara_pt_spleen_ct_segmentation', NGC)
    expect((await run(server.url, '')).status).toBe(500)
    server.pollTriton()
    expect((await run(server.url, '')).status).toBe(200)
  })
})

test('serves broken lists as they are and starts over on reset', async () => {
  await using server = await startAiaaServer({ models: [] })
  server.setModels(aiaaModelLists.hostile())
  expect(await (await fetch(`${server.url}/v1/models`)).json()).toEqual(aiaaModelLists.hostile())
  server.reset()
  expect(await names(server.url)).toEqual([])
  expect(server.calls.map(({ path }) => path)).toEqual(['/v1/models'])
})
