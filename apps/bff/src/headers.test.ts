import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { ErrorBody } from '@ohif-admin/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startConsole, type TestConsole } from './testing/console.ts'
import { plainRequest } from './testing/plain-request.ts'

let console: TestConsole
let cookie: string
let webFolder: string

beforeAll(async () => {
  webFolder = await mkdtemp(path.join(tmpdir(), 'ohif-admin-web-'))
  await mkdir(path.join(webFolder, 'assets'))
  await writeFile(
    path.join(webFolder, 'index.html'),
    '<!doctype html><base href="/__APP_BASE__/"><title>Console</title>',
  )
  await writeFile(path.join(webFolder, 'assets', 'index-B3x.js'), 'export {}')
  console = await startConsole({ webFolder })
  cookie = (await console.signIn('admin')).cookie ?? ''
})
afterAll(async () => {
  await console[Symbol.asyncDispose]()
  await rm(webFolder, { recursive: true })
})

const OWN_PAGE = { 'sec-fetch-site': 'same-origin', 'x-ohif-admin': '1' }
const JSON_BODY = { 'content-type': 'application/json' }

interface Case {
  what: string
  status: number
  path: string
  method?: string
  headers?: Record<string, string>
  body?: string
  before?: () => unknown
}

const signedIn = () => ({ ...OWN_PAGE, cookie })

/** One of every kind of answer there is; the last ones break the server for good. */
const CASES: readonly Case[] = [
  { what: 'health', status: 200, path: '/live' },
  { what: 'readiness', status: 200, path: '/ready' },
  { what: 'an open answer', status: 200, path: '/api/site', headers: OWN_PAGE },
  { what: 'the page', status: 200, path: '/runs' },
  { what: 'a file of the page', status: 200, path: '/assets/index-B3x.js' },
  { what: 'a stream', status: 200, path: '/api/events?topics=runs' },
  { what: 'a listing that is streamed', status: 200, path: '/api/xnat/projects' },
  { what: 'the reference page', status: 200, path: '/api/docs' },
  { what: 'a file of the reference page', status: 200, path: '/api/docs/static/swagger-ui.css' },
  { what: 'a redirect', status: 302, path: '/api/docs/static/index.html' },
  {
    what: 'an answer without a body',
    status: 204,
    path: '/api/session',
    method: 'DELETE',
    headers: OWN_PAGE,
  },
  { what: 'bad input', status: 400, path: '/api/runs/?limit=x' },
  { what: 'an address that cannot be decoded', status: 400, path: '/api/%zz' },
  { what: 'an address that leaves its place', status: 400, path: '/api/../live' },
  { what: 'a stranger', status: 401, path: '/api/session', headers: OWN_PAGE },
  { what: 'another site', status: 403, path: '/api/session', headers: { 'sec-fetch-site': 'cross-site' } },
  { what: 'nothing there', status: 404, path: '/api/nothing' },
  { what: 'no such run', status: 404, path: `/api/runs/${randomUUID()}` },
  { what: 'no such method', status: 404, path: '/live', method: 'POST', headers: OWN_PAGE },
  {
    what: 'a body too large',
    status: 413,
    path: '/api/session',
    method: 'POST',
    headers: { ...OWN_PAGE, ...JSON_BODY },
    body: `"${'x'.repeat(70_000)}"`,
  },
  {
    what: 'a body of another type',
    status: 415,
    path: '/api/session',
    method: 'POST',
    headers: { ...OWN_PAGE, 'content-type': 'text/plain' },
    body: 'x',
  },
  {
    what: 'a guess too many',
    status: 429,
    path: '/api/session',
    method: 'POST',
    headers: { ...OWN_PAGE, ...JSON_BODY },
    body: '{"username":"nobody","password":"x"}',
    before: async () => {
      const browser = console.browser()
      for (let n = 0; n < 5; n += 1) await browser.post('/api/session', { username: 'nobody', password: 'x' })
    },
  },
  {
    what: 'an XNAT that answers something else',
    status: 502,
    path: '/api/xnat/projects',
    before: () => console.xnat.answerWith('/data/projects', { body: '<html></html>', times: 1 }),
  },
  {
    what: 'a failure in here',
    status: 500,
    path: '/api/runs/',
    before: () => {
      using database = new DatabaseSync(path.join(console.dataFolder, 'ohif-admin.sqlite'))
      database.exec('alter table runs rename to gone')
    },
  },
  {
    what: 'a database that is away',
    status: 503,
    path: '/ready',
    before: () => console.deps.database.close(),
  },
]

/** Differs from answer to answer and says nothing about security. */
const OTHERS = new Set([
  'date',
  'connection',
  'keep-alive',
  'content-length',
  'transfer-encoding',
  'content-type',
  'set-cookie',
  'location',
  'etag',
  'last-modified',
  'accept-ranges',
  'cache-control',
  'retry-after',
  'clear-site-data',
  'x-accel-buffering',
  'vary',
])

/** Files that are the same for everybody; everything else is never kept by a browser or a proxy. */
const KEPT = [
  ['/assets/', 'public, max-age=31536000, immutable'],
  ['/api/docs/static/swagger', 'public, max-age=0'],
] as const

const security = (headers: IncomingHttpHeaders) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !OTHERS.has(name)))

const SECURITY = {
  'content-security-policy':
    "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';frame-src 'self';manifest-src 'self';object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
}

describe('the headers of every answer', () => {
  it.each(CASES)(
    'are all there for $what ($status)',
    async ({ status, path: address, method, headers, body, before }) => {
      await before?.()
      const answer = await plainRequest(console.url, address, {
        headers: headers ?? signedIn(),
        ...(method === undefined ? {} : { method }),
        ...(body === undefined ? {} : { body }),
      })
      expect(answer.status, answer.text).toBe(status)
      expect(security(answer.headers)).toEqual(SECURITY)
      const kept = KEPT.find(([start]) => address.startsWith(start))?.[1] ?? /^no-store/
      expect(answer.headers['cache-control']).toMatch(kept)
      if (status < 400) return
      expect(Object.keys(ErrorBody.parse(answer.json))).toEqual(
        expect.arrayContaining(['code', 'message', 'requestId']),
      )
    },
  )

  it.each([
    ['what is not HTTP', 'nonsense\r\n\r\n', 400],
    ['headers without an end', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
    ['an address without an end', `GET /${'y'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431],
    [
      'two lengths of one body',
      'POST /api/session HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n',
      400,
    ],
  ])('are those that matter for %s', async (_what, bytes, status) => {
    const { hostname, port } = new URL(console.url)
    const socket = connect(Number(port), hostname)
    socket.write(bytes)
    const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n')
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    for (const line of [
      'cache-control: no-store',
      'x-content-type-options: nosniff',
      "content-security-policy: default-src 'none'",
      'connection: close',
    ]) {
      expect(head).toContain(line)
    }
    expect(() => ErrorBody.parse(JSON.parse(body))).not.toThrow()
  })
})

describe('strict transport', () => {
  it('is asked for, a year long, where the console is reached by https, and nowhere else', async () => {
    await using secure = await startConsole({
      settings: { PUBLIC_URL: 'https://xnat.example.org/ohif-admin/' },
    })
    const answers = await Promise.all(
      ['/live', '/ohif-admin/live', '/ohif-admin/api/session'].map((address) =>
        plainRequest(secure.url, address),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 401])
    for (const { headers } of answers) {
      expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains')
    }
  })
})
