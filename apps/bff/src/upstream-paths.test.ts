import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ErrorBody, Run } from '@ohif-admin/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from './testing/browser.ts'
import { startConsole, type TestConsole } from './testing/console.ts'
import { startGuided } from './testing/guided.ts'
import { plainRequest } from './testing/plain-request.ts'
import { addressOf, apiRoutes, isDocs } from './testing/routes.ts'
import { bulkStart, runOver } from './testing/runs.ts'

/** All that XNAT is ever asked for. A new line here is a new reach into XNAT: it is to be argued for. */
const UPSTREAM = [
  'DELETE /data/JSESSION',
  'GET /data/JSESSION',
  'GET /data/experiments',
  'GET /data/experiments/:session',
  'GET /data/config/ohif-aiaa/site-json',
  'GET /data/projects',
  'GET /data/projects?accessible=true',
  'GET /data/projects?allDataOverride=true',
  'GET /data/projects/LIVER/config/ohif-aiaa/project-json',
  'GET /data/projects/LIVER/experiments',
  'GET /data/projects/LIVER/subjects',
  'GET /data/services/tokens/invalidate/:alias',
  'GET /data/services/tokens/issue',
  'GET /xapi/ohifroicolor/projects/LIVER/roicolor',
  'GET /xapi/ohifaiaa/projects/LIVER/servers',
  'GET /xapi/ohifaiaa/servers',
  'GET /xapi/plugins',
  'GET /xapi/siteConfig/buildInfo',
  'GET /xapi/siteConfig/uptime',
  'GET /xapi/viewer/projects/LIVER/experiments/:session/exists',
  'GET /xapi/users/admin/groups',
  'GET /xapi/users/admin/roles',
  'GET /xapi/users/owner/groups',
  'GET /xapi/users/owner/roles',
  'GET /xapi/users/profile',
  'GET /xapi/users/projects',
  'GET /xapi/users/username',
  'GET /xapi/viewerConfig/projects/LIVER',
  'GET /xapi/viewerConfig/projects/LIVER/roipreset',
  'GET /xapi/viewerDicomweb/projects/LIVER/experiments/OHIF_ADMIN_PROBE/exists',
  'POST /xapi/viewer/generate-all-metadata',
  'POST /xapi/viewer/projects/LIVER',
  'POST /xapi/viewer/projects/LIVER/experiments/:session',
  'POST /xapi/viewer/projects/LIVER/subjects/:subject',
  'PUT /xapi/ohifaiaa/projects/LIVER/servers',
]

/** Headers XNAT sees: ours, and what the connection and the proxy in between add. */
const UPSTREAM_HEADERS = [
  'accept',
  'authorization',
  'connection',
  'content-length',
  'content-type',
  'cookie',
  'host',
  'transfer-encoding',
  'user-agent',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-server',
  'x-real-ip',
]

/** Each leaves its place in the path in another way. */
const HOSTILE = [
  '..',
  '../..',
  '../../xapi/logs/reset',
  '..%2f..%2fxapi%2flogs%2freset',
  '%2e%2e',
  '%2e%2e%2f%2e%2e',
  '%252e%252e%252f',
  '.',
  'LIVER/../OTHER',
  'LIVER%2f..%2fOTHER',
  'LIVER%2fexperiments',
  'LIVER;x=1',
  'LIVER%3bx=1',
  'LIVER%00',
  'LIVER%0a',
  'LIVER%0d%0aX:1',
  'LIVER%23',
  'LIVER%2523',
  'LIVER%3fformat=html',
  'LIVER%5c..%5cOTHER',
  'LIVER\\..\\OTHER',
  'LIVER%c0%af..',
  'LIVER%',
  'LIVER%zz',
  'LIVER%ff',
  'LIVER%20',
  'LIVER%E2%80%AE',
  '*',
  '@evil.example',
  'http:%2f%2fevil.example',
  'x'.repeat(2_000),
]

const QUERIES: Readonly<Record<string, string>> = {
  '/api/runs/impact': '?scope=project&projectId=LIVER',
  '/api/assignments/impact': '?place=site&list=[]',
  '/api/events': '?topics=runs',
  '/api/sessions': '?q=XNAT_E',
  '/api/projects/:projectId/sessions': '?name=XNAT_E00001',
}

let console: TestConsole
let webFolder: string

beforeAll(async () => {
  webFolder = await mkdtemp(path.join(tmpdir(), 'ohif-admin-web-'))
  await writeFile(path.join(webFolder, 'index.html'), '<!doctype html><title>Console</title>')
  // With a page there is a route that takes every address: it must not take these.
  console = await startConsole({
    webFolder,
    settings: { SMTP_URL: 'smtp://127.0.0.1:9', SMTP_FROM: 'ohif@example.org' },
  })
  console.xnat.addUser({ username: 'owner' })
  console.xnat.addProject({ id: 'LIVER', sessions: 2, owners: ['owner'] })
  console.xnat.storeAiServers(['http://ai.example.org'])
  console.xnat.storeAiServers(['http://ai.example.org'], 'LIVER')
})
afterAll(async () => {
  await console[Symbol.asyncDispose]()
  await rm(webFolder, { recursive: true })
})

/** Every way of rebuilding, as far as this person may, one after the other. */
async function rebuildAll(browser: Browser) {
  const [subject] = console.xnat.subjects('LIVER')
  const targets = [{ scope: 'site' }, { scope: 'subject', projectId: 'LIVER', subjectId: subject?.id }]
  for (const target of targets) {
    const answer = await browser.post('/api/runs', bulkStart(target, { confirm: 'XNAT' }))
    if (answer.status === 202) await runOver(browser, Run.parse(answer.json))
  }
  await runOver(browser, await startGuided(browser, 'LIVER', { afterSignOut: true }))
}

describe('what XNAT is asked', () => {
  it('is on a short list, in the session of whoever asks, with headers of our own', async () => {
    const seen = new Set<string>()
    for (const username of ['owner', 'admin']) {
      const browser = await console.signIn(username)
      const started = await browser.post('/api/runs', {
        kind: 'bulk',
        target: { scope: 'project', projectId: 'LIVER' },
        idempotencyKey: randomUUID(),
      })
      const list = { list: ['https://ai.example.org'], seen: ['http://ai.example.org'] }
      await browser.send('PUT', '/api/assignments/places/project:LIVER', { body: list })
      const runId = username === 'admin' ? Run.parse(started.json).id : randomUUID()
      await console.xnat.idle()
      for (const route of apiRoutes(console.app).filter(({ method }) => method === 'GET')) {
        const query = QUERIES[route.url] ?? ''
        await plainRequest(console.url, `${addressOf(route, { runId, projectId: 'LIVER' })}${query}`, {
          headers: {
            cookie: `${browser.cookie}; JSESSIONID=STOLEN; other=1`,
            'sec-fetch-site': 'same-origin',
            'x-forwarded-host': 'evil.example',
            'x-canary': 'CANARY',
            'user-agent': 'Mozilla/5.0',
            authorization: 'Basic Q0FOQVJZ',
          },
        })
      }
      await rebuildAll(browser)
      await browser.delete('/api/session')
    }
    await expect.poll(() => console.xnat.aliasTokens('owner').length).toBe(0)
    await expect.poll(() => console.xnat.aliasTokens('admin').length).toBe(0)
    for (const { method, path: asked } of console.xnat.calls) {
      const { pathname: whole, searchParams } = new URL(asked, console.xnat.url)
      const pathname = whole
        .replace(/XNAT_E\w+/, ':session')
        .replace(/XNAT_S\w+/, ':subject')
        .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, ':alias')
      const form = ['accessible', 'allDataOverride'].find((name) => searchParams.has(name))
      seen.add(`${method} ${pathname}${form ? `?${form}=true` : ''}`)
    }
    expect([...seen].sort()).toEqual([...UPSTREAM].sort())
    for (const { headers, path: asked } of console.xnat.calls) {
      expect(
        Object.keys(headers).filter((name) => !UPSTREAM_HEADERS.includes(name)),
        asked,
      ).toEqual([])
      expect(JSON.stringify(headers)).not.toMatch(/CANARY|Q0FOQVJZ|STOLEN|Mozilla|evil\.example|ohif-admin=/)
      expect(headers['cookie'] ?? 'JSESSIONID=none').toMatch(/^JSESSIONID=\w+$/)
      // XNAT does not check a password that comes along with a live session.
      expect(headers['cookie'] !== undefined && headers['authorization'] !== undefined, asked).toBe(false)
    }
  })

  it.each(HOSTILE)('is nothing for the address part %j', async (part) => {
    const admin = await console.signIn('admin')
    const { cookie = '' } = admin
    console.clock.advance(60_000)
    await plainRequest(console.url, '/api/session', { headers: { cookie, 'sec-fetch-site': 'same-origin' } })
    console.xnat.calls.clear()
    const withParams = apiRoutes(console.app).filter((route) => !isDocs(route) && route.url.includes(':'))
    const addresses = withParams.map((route) => ({ ...route, address: route.url.replace(/:\w+/, part) }))
    const beside = { method: 'GET', address: `/api/xnat/projects/${part}`, name: 'below the listing' }
    const queries = {
      method: 'GET',
      address: `/api/runs?projectId=${part.replace('#', '')}`,
      name: 'in a query',
    }
    for (const { method, address, name } of [...addresses, beside, queries]) {
      const answer = await plainRequest(console.url, address, {
        method,
        headers: { cookie, 'sec-fetch-site': 'same-origin', 'x-ohif-admin': '1' },
      })
      // Plain nonsense below the listing is only not there.
      const refusals = name === 'below the listing' ? [400, 404] : [400]
      expect(refusals, `${name}: ${answer.status} ${answer.text}`).toContain(answer.status)
      expect(() => ErrorBody.parse(answer.json)).not.toThrow()
    }
    expect(console.xnat.calls).toEqual([])
    // The clock goes on: what is left idle would be ended in XNAT in the middle of another address.
    await admin.delete('/api/session')
  })

  it.each([
    '/..',
    '/%2e%2e/live',
    '//',
    '//evil.example/x',
    '/runs/..;/x',
    '/%5c%5cevil',
    '/x%00',
    '/%25',
    '/a//b',
    '/../api/site',
  ])('is never the page for %j', async (address) => {
    const answer = await plainRequest(console.url, address)
    expect([answer.status, ErrorBody.parse(answer.json).code]).toEqual([400, 'bad-request'])
  })
})
