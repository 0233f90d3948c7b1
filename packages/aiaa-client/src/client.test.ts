import {
  aiaaModelLists,
  monaiLabelInfos,
  type StrangeBehaviour,
  startAiaaServer,
  startMonaiLabelServer,
  startStrangeServer,
} from '@ohif-admin/simulators'
import { describe, expect, test } from 'vitest'
import { createAiServerClient, type FetchLike, type Identity, isFailure } from './index.ts'

/** Short enough to test waiting with; long enough for two busy cores. */
const QUICK = { timeouts: { livenessMs: 500, modelsMs: 500, infoMs: 500 } }
const client = createAiServerClient()
const impatient = createAiServerClient(QUICK)
const MONAI: Identity = { kind: 'monai-label' }
const AIAA: Identity = { kind: 'aiaa', generation: 'unknown' }

describe('telling the kinds apart', () => {
  test.each([
    [{ generation: '3.1' }, '3.x'],
    [{ generation: '4.0' }, '4.x'],
    [{ generation: '4.1' }, '4.1'],
    [{ generation: '4.1', openApi: { root: true, mounted: false } }, '4.1'],
    [{ generation: '4.1', openApi: { root: false, mounted: false } }, '4.1'],
    [{ generation: '4.0', models: [] }, 'unknown'],
    [{ generation: '3.1', models: aiaaModelLists.legacy() }, 'unknown'],
    [{ generation: '4.0', models: aiaaModelLists.hostile() }, 'unknown'],
  ] as const)('%j is AIAA %s', async (options, generation) => {
    await using server = await startAiaaServer(options)
    expect(await client.detectKind(server.url)).toEqual({ state: 'ok', value: { kind: 'aiaa', generation } })
  })

  test('MONAI Label is told by its description, without touching its datastore', async () => {
    await using server = await startMonaiLabelServer()
    server.breakDatastore()
    expect(await client.detectKind(server.url)).toEqual({ state: 'ok', value: MONAI })
    expect(server.calls.map(({ path }) => path)).not.toContain('/info/')
  })

  test('nothing but our own few headers is sent', async () => {
    await using server = await startMonaiLabelServer()
    await client.detectKind(server.url)
    for (const { headers } of server.calls) {
      expect(headers.cookie).toBeUndefined()
      expect(headers.authorization).toBeUndefined()
      expect(headers.accept).toBe('application/json')
    }
  })
})

describe('what else can answer, or not', () => {
  test.each<[StrangeBehaviour, state: string, reason: string]>([
    ['html-page', 'wrong-service', 'not-json'],
    ['bad-json', 'wrong-service', 'not-json'],
    ['other-json', 'wrong-service', 'other-json'],
    ['proxy-404', 'wrong-service', 'not-found'],
    ['empty-403', 'wrong-service', 'empty-refusal'],
    ['redirects', 'wrong-service', 'redirects'],
    ['endless', 'wrong-service', 'too-large'],
    ['gzip-bomb', 'wrong-service', 'too-large'],
    ['not-http', 'wrong-service', 'not-http'],
    ['login-wall', 'auth-required', 'unauthenticated'],
    ['bad-gateway', 'error', 'gateway'],
    ['server-error-page', 'error', 'server-error'],
    ['closes-at-once', 'unreachable', 'closed'],
  ])('%s is %s, %s', async (behaviour, state, reason) => {
    await using server = await startStrangeServer(behaviour)
    expect(await client.detectKind(server.url)).toMatchObject({ state, reason })
  })

  test.each<[StrangeBehaviour, reason: string]>([
    ['silent', 'no-answer'],
    ['hangs-after-headers', 'stalled'],
    ['drip', 'stalled'],
  ])('%s is busy, %s, once the time is up', async (behaviour, reason) => {
    await using server = await startStrangeServer(behaviour)
    expect(await impatient.detectKind(server.url)).toMatchObject({ state: 'busy', reason })
  })

  test('a redirect is reported and not followed', async () => {
    await using server = await startStrangeServer('redirects')
    const outcome = await client.detectKind(server.url)
    expect(outcome).toMatchObject({ answered: { status: 302, location: expect.stringContaining('169.254') } })
    expect(server.paths).toEqual(['/openapi.json', '/v1/models'])
  })

  test('a stopped server is refused, an unknown name is dns', async () => {
    const server = await startAiaaServer()
    await server.stop()
    expect(await client.detectKind(server.url)).toEqual({
      state: 'unreachable',
      reason: 'refused',
      answered: null,
    })
    expect(await client.detectKind('http://no-such-host.invalid')).toMatchObject({ reason: 'dns' })
  })

  test('a certificate nobody trusts is a TLS error, and so is https where http is spoken', async () => {
    await using secured = await startAiaaServer({ tls: 'self-signed' })
    await using plain = await startAiaaServer()
    expect(await client.detectKind(secured.url)).toMatchObject({
      state: 'tls-error',
      reason: 'certificate-self-signed',
    })
    expect(await client.detectKind(plain.url.replace('http:', 'https:'))).toMatchObject({
      state: 'tls-error',
      reason: 'handshake',
    })
  })

  test('a server at work is busy, not down, and is well again afterwards', async () => {
    await using server = await startMonaiLabelServer()
    server.goBusy()
    expect(await impatient.detectKind(server.url)).toEqual({
      state: 'busy',
      reason: 'no-answer',
      answered: null,
    })
    server.goIdle()
    expect(await client.detectKind(server.url)).toEqual({ state: 'ok', value: MONAI })
  })

  test('a server at work is busy behind TLS as well, where not even the handshake ends', async () => {
    await using server = await startStrangeServer('silent-socket')
    const secured = server.url.replace('http:', 'https:')
    expect(await impatient.detectKind(secured)).toMatchObject({ state: 'busy', reason: 'no-answer' })
  })

  test('what the caller’s own fetch refuses is thrown on', async () => {
    const refusing: FetchLike = async () => {
      throw new Error('this address is not allowed')
    }
    const guarded = createAiServerClient({ fetch: refusing })
    await expect(guarded.detectKind('http://h')).rejects.toThrow('not allowed')
  })
})

describe('models of an AIAA server', () => {
  test('are listed with their unknown members', async () => {
    await using server = await startAiaaServer({ generation: '3.1' })
    const outcome = await client.listModels(server.url, AIAA)
    expect(outcome).toMatchObject({ state: 'ok' })
    expect(outcome).toHaveProperty('value.0', {
      name: 'clara_ct_annotation_spleen_no_amp',
      labels: ['spleen'],
      labelValues: null,
      description: 'Boundary-point annotation of the spleen on CT',
      version: '3',
      type: 'annotation',
      viewer: 'usable',
      others: { padding: 20, roi: [128, 128, 128] },
    })
  })

  test('are none on a server with nothing loaded', async () => {
    await using server = await startAiaaServer({ models: [] })
    expect(await client.listModels(server.url, AIAA)).toEqual({ state: 'ok-empty', value: [] })
  })

  test('that break the viewer are named', async () => {
    await using server = await startAiaaServer({ models: aiaaModelLists.hostile() })
    const outcome = await client.listModels(server.url, AIAA)
    expect(outcome).toMatchObject({
      state: 'degraded',
      problems: [
        { code: 'deepgrow-without-description', model: 'deepgrow_without_description' },
        { code: 'labels-not-a-list', model: 'segmentation_without_labels' },
        { code: 'labels-empty', model: 'segmentation_empty_labels' },
      ],
    })
    expect(outcome).toHaveProperty('value.5.others', { site_note: 'unknown member that must survive' })
    expect(outcome).toHaveProperty('value.5.version', '1')
    expect(outcome).toHaveProperty('value.6.type', 'unknown')
    const hidden = isFailure(outcome) ? [] : outcome.value.filter(({ viewer }) => viewer === 'hidden')
    expect(hidden.map(({ type }) => type)).toEqual(['classification', 'pipeline', 'others', 'unknown'])
  })

  test('that are all hidden, or cannot be read, are a degraded list', async () => {
    await using server = await startAiaaServer({ models: aiaaModelLists.legacy() })
    expect(await client.listModels(server.url, AIAA)).toMatchObject({
      state: 'degraded',
      problems: [{ code: 'no-usable-model', model: null }],
    })
    server.setModels([{ labels: [] }])
    expect(await client.listModels(server.url, AIAA)).toEqual({
      state: 'degraded',
      value: [],
      problems: [{ code: 'model-unreadable', model: null }],
    })
  })

  test.each([
    [500, { error: { message: [], type: 'RuntimeError' }, success: false }, 'error', 'server-error'],
    [502, '<html>Bad Gateway</html>', 'error', 'gateway'],
    [401, 'who are you', 'auth-required', 'unauthenticated'],
    [403, 'not from here', 'auth-required', 'forbidden'],
    [200, { not: 'a list' }, 'error', 'unexpected-body'],
    [200, [{ name: 'x'.repeat(1024 * 1024) }], 'error', 'too-large'],
  ])('answered by %i are an outcome', async (status, body, state, reason) => {
    await using server = await startAiaaServer()
    server.failNext(status, body)
    expect(await client.listModels(server.url, AIAA)).toMatchObject({ state, reason, answered: { status } })
  })
})

describe('models of a MONAI Label server', () => {
  test('are listed with label values and what the viewer does with each', async () => {
    await using server = await startMonaiLabelServer()
    const outcome = await client.listModels(server.url, MONAI)
    expect(outcome).toMatchObject({
      state: 'ok',
      value: [
        {
          name: 'segmentation_spleen',
          labelValues: { spleen: 1 },
          viewer: 'usable',
          others: { dimension: 3 },
        },
        {
          name: 'deepgrow_2d',
          labelValues: null,
          labels: expect.arrayContaining(['liver']),
          viewer: 'usable',
        },
        { name: 'Histogram+GraphCut', type: 'scribbles', viewer: 'listed-only' },
      ],
    })
  })

  test('whose values do not follow the order of their labels would be named wrongly', async () => {
    await using server = await startMonaiLabelServer({ info: monaiLabelInfos.xnatDatastore() })
    expect(await client.listModels(server.url, MONAI)).toMatchObject({
      state: 'degraded',
      problems: [{ code: 'labels-renumbered', model: 'deepedit' }],
    })
  })

  test('of an app that breaks the viewer, or has none, are told apart', async () => {
    await using server = await startMonaiLabelServer({ info: monaiLabelInfos.labelsAsObject() })
    expect(await client.listModels(server.url, MONAI)).toMatchObject({
      state: 'degraded',
      problems: [{ code: 'app-labels-not-a-list', model: null }],
    })
    server.setInfo(monaiLabelInfos.noModels())
    expect(await client.listModels(server.url, MONAI)).toEqual({ state: 'ok-empty', value: [] })
    server.setInfo(monaiLabelInfos.bundle())
    expect(await client.listModels(server.url, MONAI)).toMatchObject({
      state: 'ok',
      value: [{ version: '0.5.9' }],
    })
    server.setModels({ odd: { type: 'detection', labels: null }, broken: 'text' })
    expect(await client.listModels(server.url, MONAI)).toMatchObject({
      state: 'degraded',
      problems: [
        { code: 'labels-not-a-list', model: 'odd' },
        { code: 'model-unreadable', model: 'broken' },
        { code: 'no-usable-model', model: null },
      ],
    })
  })

  test('are asked for as the viewer asks, and a way out of https or to another host is noticed', async () => {
    await using server = await startMonaiLabelServer()
    const proxied = 'https://ai.example.org'
    const viaProxy =
      (location: string): FetchLike =>
      (url, init) => {
        if (!url.endsWith('/info')) return fetch(url.replace(proxied, server.url), init)
        const headers = { get: (name: string) => (name === 'location' ? location : null) }
        return Promise.resolve({ status: 307, headers, body: null })
      }
    const problemsWith = async (location: string) => {
      const outcome = await createAiServerClient({ fetch: viaProxy(location) }).listModels(proxied, MONAI)
      return 'problems' in outcome ? outcome.problems : []
    }
    expect(await problemsWith(`${proxied}/info/`)).toEqual([])
    expect(await problemsWith('/info/')).toEqual([])
    expect(await problemsWith('http://ai.example.org/info/')).toEqual([
      { code: 'redirect-to-http', model: null },
    ])
    expect(await problemsWith('http://monailabel:8000/info/')).toEqual([
      { code: 'redirect-elsewhere', model: null },
    ])
    expect(server.calls.every(({ path }) => path === '/info/')).toBe(true)
  })

  test('need a sign-in when the server has one, and fail when its datastore does', async () => {
    await using closed = await startMonaiLabelServer({
      accounts: [{ username: 'ada', password: 'pw', roles: ['monailabel-user'] }],
    })
    expect(await client.listModels(closed.url, MONAI)).toMatchObject({ state: 'auth-required' })

    await using broken = await startMonaiLabelServer()
    broken.breakDatastore()
    expect(await client.listModels(broken.url, MONAI)).toMatchObject({
      state: 'error',
      reason: 'server-error',
    })
    broken.reset()
    broken.setInfo({ models: 'none' })
    expect(await client.listModels(broken.url, MONAI)).toMatchObject({ reason: 'unexpected-body' })
  })

  test('that take longer than we wait are busy', async () => {
    await using server = await startMonaiLabelServer()
    server.goSlow(60_000, '/info/')
    expect(await impatient.listModels(server.url, MONAI)).toMatchObject({
      state: 'busy',
      reason: 'no-answer',
    })
  })
})

describe('checking a registered text', () => {
  test('looks where the viewer looks', async () => {
    await using server = await startAiaaServer()
    const check = await client.check(`${server.url}/`)
    expect(check).toMatchObject({
      origin: server.url,
      identity: { kind: 'aiaa', generation: '4.x' },
      models: { state: 'ok' },
      underPath: null,
    })
  })

  test('says when a server answers only under the path the viewer leaves out', async () => {
    await using server = await startAiaaServer()
    const underPath: FetchLike = (url, init) =>
      url.includes('/aiaa/')
        ? fetch(url.replace('/aiaa/', '/'), init)
        : fetch(`${server.url}/elsewhere`, init)
    const check = await createAiServerClient({ fetch: underPath }).check(`${server.url}/aiaa`)
    expect(check).toMatchObject({
      identity: null,
      models: { state: 'wrong-service', reason: 'not-found' },
      underPath: { kind: 'aiaa' },
    })
    expect((await client.check(`${server.url}/aiaa`)).underPath).toBeNull()
  })

  test('asks nobody when the viewer would ask nobody', async () => {
    expect(await client.check('http://h:99999')).toEqual({
      origin: null,
      identity: null,
      models: { state: 'unreachable', reason: 'not-a-url', answered: null },
      underPath: null,
    })
  })
})
