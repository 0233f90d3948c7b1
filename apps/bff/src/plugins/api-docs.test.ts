import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from '../testing/browser.ts'
import { startConsole, type TestConsole } from '../testing/console.ts'
import { plainRequest } from '../testing/plain-request.ts'
import { apiRoutes, isDocs } from '../testing/routes.ts'

let console: TestConsole
let admin: Browser

beforeAll(async () => {
  console = await startConsole({ settings: { PUBLIC_URL: 'https://xnat.example.org/ohif-admin/' } })
  admin = await console.signIn('admin')
})
afterAll(() => console[Symbol.asyncDispose]())

describe('the reference page', () => {
  it.each(['/ohif-admin/api/docs', '/ohif-admin/api/docs/'])(
    'at %s finds all its parts below the base path',
    async (address) => {
      const page = await admin.get(address)
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
      const parts = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(
        ([, part = '']) => new URL(part, `${console.url}${address}`),
      )
      expect(parts.length).toBeGreaterThan(4)
      for (const { pathname } of parts) {
        expect(pathname).toMatch(/^\/ohif-admin\/api\/docs\/static\//)
        expect([pathname, (await admin.get(pathname)).status]).toEqual([pathname, 200])
      }
    },
  )

  it('has nothing inline, which the policy would block', async () => {
    const { text, headers } = await admin.get('/api/docs')
    expect(headers.get('content-security-policy')).toContain("script-src 'self';style-src 'self'")
    expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i)
    for (const [, body] of text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)) expect(body?.trim()).toBe('')
  })

  it('is for signed-in people, also when it is opened from a link elsewhere', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
    expect((await plainRequest(console.url, '/api/docs', { headers })).status).toBe(401)
    expect(
      (await plainRequest(console.url, '/api/docs', { headers: { ...headers, cookie: admin.cookie ?? '' } }))
        .status,
    ).toBe(200)
  })

  it('describes every route of the API', async () => {
    const document = (await admin.get('/api/docs/json')).json as {
      servers: unknown
      paths: Record<string, Record<string, { summary?: string }>>
    }
    expect(document.servers).toEqual([{ url: '/ohif-admin' }])
    for (const { url, method, name } of apiRoutes(console.app).filter((route) => !isDocs(route))) {
      const described = document.paths[url.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
      expect(described?.summary, name).toBeTruthy()
    }
  })
  it('describes a refusal once, however many routes refer to it', async () => {
    const { text } = await admin.get('/api/docs/json')
    expect(text.match(/"sign-in-throttled"/g)?.length).toBeLessThan(5)
    expect(text.match(/#\/components\/schemas\/ErrorBody"/g)?.length).toBeGreaterThan(100)
    const yaml = (await admin.get('/api/docs/yaml')).text
    expect(yaml.match(/sign-in-throttled/g)?.length).toBeLessThan(5)
  })
})
