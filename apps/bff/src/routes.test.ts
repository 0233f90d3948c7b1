import { ErrorBody } from '@ohif-admin/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startConsole, type TestConsole } from './testing/console.ts'
import { type PlainAnswer, plainRequest } from './testing/plain-request.ts'
import { type ApiRoute, addressOf, apiRoutes, isDocs, isUnsafe } from './testing/routes.ts'

/** Everything that may be called without signing in. A route becomes public by being written here, too. */
const PUBLIC = ['DELETE /api/session', 'GET /api/site', 'POST /api/session']

let console: TestConsole
let routes: ApiRoute[]
let cookie: string

beforeAll(async () => {
  console = await startConsole()
  console.xnat.addProject({ id: 'LIVER', sessions: 2 })
  routes = apiRoutes(console.app)
  cookie = (await console.signIn('admin')).cookie ?? ''
})
afterAll(() => console[Symbol.asyncDispose]())

const OWN_PAGE = { 'sec-fetch-site': 'same-origin', 'x-ohif-admin': '1' }
const JSON_BODY = { 'content-type': 'application/json' }

const send = (route: ApiRoute, headers: Record<string, string>, body?: string): Promise<PlainAnswer> =>
  plainRequest(console.url, addressOf(route), {
    method: route.method,
    headers,
    ...(body === undefined ? {} : { body }),
  })

const codeOf = ({ json }: PlainAnswer) => ErrorBody.safeParse(json).data?.code

/** Every route that fits, with what it answered. */
async function answers(fits: (route: ApiRoute) => boolean, ask: (route: ApiRoute) => Promise<PlainAnswer>) {
  const asked = routes.filter(fits)
  expect(asked.length).toBeGreaterThan(0)
  return Promise.all(asked.map(async (route) => ({ route: route.name, answer: await ask(route) })))
}

describe('every route of the API', () => {
  it('is known to these tests', () => {
    expect(routes.map(({ name }) => name)).toEqual(
      expect.arrayContaining([...PUBLIC, 'GET /api/events', 'POST /api/runs/']),
    )
  })

  it('is for signed-in people, except the few that are listed', async () => {
    const open = routes.filter(({ options }) => options.config?.access === 'public').map(({ name }) => name)
    expect(open.sort()).toEqual(PUBLIC)
    const closed = (route: ApiRoute) => !PUBLIC.includes(route.name)
    for (const { route, answer } of await answers(closed, (one) => send(one, OWN_PAGE))) {
      expect([route, answer.status, codeOf(answer)]).toEqual([route, 401, 'unauthenticated'])
    }
  })

  it.each([
    ['a user agent that checks health', { 'user-agent': 'kube-probe/1.31' }],
    [
      'a proxy that vouches for somebody',
      { 'x-forwarded-user': 'admin', 'x-remote-user': 'admin', 'remote-user': 'admin' },
    ],
    [
      'another address in a header',
      { 'x-original-url': '/live', 'x-rewrite-url': '/live', 'x-forwarded-uri': '/live' },
    ],
    ['basic credentials', { authorization: `Basic ${btoa('admin:admin')}` }],
    ['another method in a header', { 'x-http-method-override': 'DELETE' }],
    ['a cookie that was made up', { cookie: `__Host-ohif-admin=${'a'.repeat(22)}.${'b'.repeat(43)}` }],
  ])('is not opened by %s', async (_what, headers) => {
    const closed = (route: ApiRoute) => !PUBLIC.includes(route.name)
    for (const { route, answer } of await answers(closed, (one) => send(one, { ...OWN_PAGE, ...headers }))) {
      expect([route, answer.status]).toEqual([route, 401])
    }
  })

  it('says what it is, what it takes and what it gives', () => {
    for (const route of routes.filter((one) => !isDocs(one))) {
      const { summary, response, params, querystring, body } = route.options.schema ?? {}
      expect(summary, `${route.name}: summary`).toBeTruthy()
      expect(Object.keys(response ?? {}), `${route.name}: response`).toContainEqual(
        expect.stringMatching(/^2\d\d$/),
      )
      expect(querystring, `${route.name}: query`).toBeDefined()
      if (route.url.includes(':')) expect(params, `${route.name}: params`).toBeDefined()
      if (isUnsafe(route)) expect(body, `${route.name}: body`).toBeDefined()
    }
  })

  it('refuses a query it does not know', async () => {
    const plain = (route: ApiRoute) => !isDocs(route) && !isUnsafe(route)
    const ask = (route: ApiRoute) =>
      plainRequest(console.url, `${addressOf(route)}?surprise=1`, {
        headers: { ...OWN_PAGE, cookie },
      })
    for (const { route, answer } of await answers(plain, ask)) {
      expect([route, answer.status, codeOf(answer)]).toEqual([route, 400, 'bad-request'])
    }
  })

  it('is not reached by HEAD, which would do all the work of a GET', async () => {
    const head = (route: ApiRoute) =>
      plainRequest(console.url, addressOf(route), {
        method: 'HEAD',
        headers: { ...OWN_PAGE, cookie },
      })
    for (const { route, answer } of await answers((one) => !isDocs(one), head)) {
      expect([route, answer.status]).toEqual([route, 404])
    }
  })
})

describe('every route that changes something', () => {
  const refused: [string, Record<string, string>][] = [
    ['without our header', { 'sec-fetch-site': 'same-origin' }],
    ['with another value in our header', { 'sec-fetch-site': 'same-origin', 'x-ohif-admin': 'true' }],
    ['from another site', { ...OWN_PAGE, 'sec-fetch-site': 'cross-site' }],
    ['from a sister site', { ...OWN_PAGE, 'sec-fetch-site': 'same-site' }],
    ['from an address bar', { ...OWN_PAGE, 'sec-fetch-site': 'none' }],
    [
      'from another origin, in a browser without fetch metadata',
      { 'x-ohif-admin': '1', origin: 'https://evil.example' },
    ],
    ['from an origin that hides itself', { 'x-ohif-admin': '1', origin: 'null' }],
    ['from another port', { 'x-ohif-admin': '1', origin: 'http://localhost:8081' }],
    ['without any proof', { 'x-ohif-admin': '1' }],
    [
      'with our origin but from another site',
      { ...OWN_PAGE, 'sec-fetch-site': 'cross-site', origin: 'http://localhost:8080' },
    ],
  ]

  it.each(refused)('is refused %s', async (_from, headers) => {
    console.xnat.calls.clear()
    for (const person of [{}, { cookie }]) {
      const ask = (route: ApiRoute) => send(route, { ...headers, ...JSON_BODY, ...person }, '{}')
      for (const { route, answer } of await answers(isUnsafe, ask)) {
        expect([route, answer.status, codeOf(answer)]).toEqual([route, 403, 'cross-site'])
      }
    }
    expect(console.xnat.calls).toEqual([])
  })

  it('believes the Origin of a browser without fetch metadata', async () => {
    const headers = { 'x-ohif-admin': '1', origin: 'http://localhost:8080', ...JSON_BODY }
    for (const { route, answer } of await answers(isUnsafe, (one) => send(one, headers, '{"no":1}'))) {
      expect([route, answer.status]).not.toEqual([route, 403])
    }
  })

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'text/json',
  ])('takes no body of type %s', async (type) => {
    const ask = (route: ApiRoute) => send(route, { ...OWN_PAGE, cookie, 'content-type': type }, '{}')
    for (const { route, answer } of await answers(isUnsafe, ask)) {
      expect([route, answer.status, codeOf(answer)]).toEqual([route, 415, 'unsupported-media-type'])
    }
  })

  it('takes no body that is larger than it may be', async () => {
    const ask = (route: ApiRoute) => {
      const limit = route.options.bodyLimit ?? 64 * 1024
      return send(
        route,
        { ...OWN_PAGE, cookie, ...JSON_BODY },
        JSON.stringify({ password: 'x'.repeat(limit) }),
      )
    }
    for (const { route, answer } of await answers(isUnsafe, ask)) {
      expect([route, answer.status]).toEqual([route, 413])
    }
  })

  it('takes no body without a type or not JSON', async () => {
    const cases: [Record<string, string>, string, number][] = [
      [{}, '{}', 415],
      [JSON_BODY, '{', 400],
      [JSON_BODY, '{"__proto__":{"role":"admin"}}', 400],
      [JSON_BODY, '[]', 400],
    ]
    for (const [headers, body, status] of cases) {
      const ask = (route: ApiRoute) => send(route, { ...OWN_PAGE, cookie, ...headers }, body)
      for (const { route, answer } of await answers(isUnsafe, ask)) {
        expect([route, body.slice(0, 20), answer.status]).toEqual([route, body.slice(0, 20), status])
      }
    }
  })
})

describe('every route that only reads', () => {
  it('is refused to another site, and sends no header that would allow one', async () => {
    const reads = (route: ApiRoute) => !isUnsafe(route)
    for (const site of ['cross-site', 'same-site']) {
      const headers = { 'sec-fetch-site': site, origin: 'https://evil.example', cookie }
      for (const { route, answer } of await answers(reads, (one) => send(one, headers))) {
        expect([route, answer.status, codeOf(answer)]).toEqual([route, 403, 'cross-site'])
        expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([])
      }
    }
  })

  it('answers no preflight', async () => {
    const headers = {
      origin: 'https://evil.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-ohif-admin',
    }
    for (const { route, answer } of await answers(
      () => true,
      (one) => send({ ...one, method: 'OPTIONS' }, headers),
    )) {
      expect([route, answer.status]).toEqual([route, 404])
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([])
    }
  })
})
