import type { ProjectId, RunId } from '@ohif-admin/contracts'
import { describe, expect, it } from 'vitest'
import { createApi } from './api.ts'
import { ApiError, isSignedOut, mayHeal } from './api-error.ts'
import { projectsApi } from './projects-api.ts'
import { runsApi } from './runs-api.ts'

const SITE = { name: 'XNAT', environment: 'demo', providers: [], demoAccounts: [], signedIn: false }

/** The API over a network that answers as told. */
function setUp(answer: (request: Request) => Response | Promise<Response>, active = true) {
  const requests: Request[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(new URL(String(input), 'https://console.example'), init)
    requests.push(request)
    return answer(request)
  }
  return {
    api: createApi({ fetch, base: '/ohif-admin/', language: () => 'de', isPersonActive: () => active }),
    requests,
  }
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  setUp(
    () =>
      new Response(JSON.stringify(body), {
        status,
        headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      }),
  )

async function failure(promise: Promise<unknown>): Promise<ApiError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ApiError)) throw new Error('expected an ApiError')
  return error
}

describe('an answer', () => {
  it('is given as the contract says, without what the contract does not name', async () => {
    expect(await json(200, { ...SITE, more: 1 }).api.site.get()).toEqual(SITE)
  })

  it('that is not what the contract says is unreadable', async () => {
    expect(await failure(json(200, { name: 7 }).api.site.get())).toMatchObject({
      code: 'unreadable',
      status: 200,
    })
  })

  it.each([200, 404, 502])(
    'that is a page in place of data is unreadable, with status %d too',
    async (status) => {
      const { api } = setUp(
        () => new Response('<html>', { status, headers: { 'content-type': 'text/html' } }),
      )
      expect(await failure(api.site.get())).toMatchObject({ code: 'unreadable', status })
    },
  )

  it('that is cut short is unreadable, and one that breaks off is none', async () => {
    const headers = { 'content-type': 'application/json' }
    const cut = setUp(() => new Response('{"name"', { headers }))
    expect(await failure(cut.api.site.get())).toMatchObject({ code: 'unreadable' })
    const broken = setUp(() => {
      const body = new ReadableStream({ start: (stream) => stream.error(new TypeError('connection lost')) })
      return new Response(body, { headers })
    })
    expect(await failure(broken.api.site.get())).toMatchObject({ code: 'unreachable' })
  })

  it('without content is enough for signing out', async () => {
    const { api, requests } = setUp(() => new Response(null, { status: 204 }))
    expect(await api.session.signOut()).toBeUndefined()
    expect(requests[0]?.method).toBe('DELETE')
  })
})

describe('a refusal', () => {
  it('keeps its code, request, fields and run', async () => {
    const fields = [{ path: 'projectId', message: 'is no id' }]
    const { api } = json(409, { code: 'run-active', message: 'x', requestId: 'r1', fields, runId: 'u' })
    const error = await failure(runsApi(api).get('x' as RunId))
    expect(error).toMatchObject({ code: 'run-active', status: 409, requestId: 'r1', fields, runId: 'u' })
    expect(mayHeal(error)).toBe(false)
  })

  it('says how long to wait when the server says so', async () => {
    const body = { code: 'sign-in-throttled', message: 'x', requestId: 'r' }
    const { api } = json(429, body, { 'retry-after': '30' })
    const error = await failure(api.session.signIn({ username: 'a', password: 'b' }))
    expect(error.retryAfterS).toBe(30)
  })

  it('with a code that this page does not know is unreadable', async () => {
    const { api } = json(418, { code: 'teapot', message: 'x', requestId: 'r' })
    expect(await failure(api.site.get())).toMatchObject({ code: 'unreadable', status: 418 })
  })

  it('of somebody who is not signed in is told from all others', async () => {
    const refusal = (code: string) =>
      failure(json(401, { code, message: 'x', requestId: 'r' }).api.session.get())
    expect(isSignedOut(await refusal('unauthenticated'))).toBe(true)
    expect(isSignedOut(await refusal('xnat-session-expired'))).toBe(true)
    expect(isSignedOut(await refusal('forbidden'))).toBe(false)
  })
})

describe('a server that is away', () => {
  it('is unreachable, which may heal', async () => {
    const { api } = setUp(() => Promise.reject(new TypeError('fetch failed')))
    const error = await failure(api.site.get())
    expect(error).toMatchObject({ code: 'unreachable', status: 0 })
    expect(mayHeal(error)).toBe(true)
  })

  it('is not blamed when the page itself gave up', async () => {
    const given = new AbortController()
    const { api } = setUp(
      ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason))
        }),
    )
    const asked = api.site.get({ signal: given.signal })
    given.abort()
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('a request', () => {
  it('for a change proves that this page asked for it', async () => {
    const { api, requests } = json(200, {})
    await failure(api.session.signIn({ username: 'a', password: 'b' }))
    expect(requests[0]?.headers.get('x-ohif-admin')).toBe('1')
    expect(requests[0]?.headers.get('content-type')).toBe('application/json')
    expect(await requests[0]?.json()).toEqual({ username: 'a', password: 'b' })
  })

  it('says in which language the person reads the console', async () => {
    const { api, requests } = json(200, SITE)
    await api.site.get()
    expect(requests[0]?.headers.get('accept-language')).toBe('de')
  })

  it('is marked as in the background when no person is active', async () => {
    const answer = () => new Response('{}', { headers: { 'content-type': 'application/json' } })
    const [idle, active] = [setUp(answer, false), setUp(answer, true)]
    await failure(idle.api.site.get())
    await failure(active.api.site.get())
    const marks = [idle, active].map(({ requests }) => requests[0]?.headers.get('x-ohif-admin-background'))
    expect(marks).toEqual(['1', null])
  })

  it('goes below the path the console is served under, with ids encoded', async () => {
    const { api, requests } = json(200, {})
    await failure(projectsApi(api).sessions('a&b/c' as ProjectId))
    await failure(runsApi(api).page({ projectId: 'a&b' as ProjectId, kind: 'guided' }))
    expect(requests.map(({ url }) => url)).toEqual([
      'https://console.example/ohif-admin/api/xnat/projects/a%26b%2Fc/sessions',
      'https://console.example/ohif-admin/api/runs?projectId=a%26b&kind=guided',
    ])
    expect(runsApi(api).exportUrl('r/1' as RunId, 'csv')).toBe('/ohif-admin/api/runs/r%2F1/export?format=csv')
    expect(api.events.url(['runs', 'log-sources'])).toMatch(
      /^\/ohif-admin\/api\/events\?topics=runs%2Clog-sources&page=[0-9a-f-]{36}$/,
    )
  })
})
