import { startXnatSimulator, type XnatSimulator } from '@ohif-admin/simulators'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createXnatClient, type XnatClient } from './index.ts'
import { paths } from './paths.ts'

const HOSTILE = [
  'a/b',
  '../../xapi/logs/reset',
  '..%2f..',
  '%2e%2e',
  '..;/admin',
  'P;jsessionid=1',
  'P?format=html',
  'P#top',
  'P&xsiType=x',
  '\\..\\',
  ' ',
  'a b\tc\r\nX-Injected: 1',
  '\0',
  '@example.org',
  '//example.org',
  'http://example.org/',
  'Ünïcödé 脳 🧠',
  '\u202Egnp.exe',
  '...',
]

const WITH_ID = [
  ['roles', paths.roles, '/xapi/users/', '/roles'],
  ['groups', paths.groups, '/xapi/users/', '/groups'],
  ['projectSessions', paths.projectSessions, '/data/projects/', '/experiments'],
  ['serverList', paths.serverList, '/xapi/ohifaiaa/projects/', '/servers'],
  ['serverListConfig', paths.serverListConfig, '/data/projects/', '/config/ohif-aiaa/project-json'],
  ['rebuildProject', paths.rebuildProject, '/xapi/viewer/projects/', ''],
  ['roiColors', paths.roiColors, '/xapi/ohifroicolor/projects/', '/roicolor'],
  ['roiPresets', paths.roiPresets, '/xapi/viewerConfig/projects/', '/roipreset'],
  ['viewerSettings', paths.viewerSettings, '/xapi/viewerConfig/projects/', ''],
  ['indexProject', paths.indexProject, '/xapi/viewerDicomweb/projects/', ''],
  [
    'rebuildSubject',
    (subject: string) => paths.rebuildSubject('P', subject),
    '/xapi/viewer/projects/P/subjects/',
    '',
  ],
  [
    'sessionExists',
    (session: string) => paths.sessionExists('P', session),
    '/xapi/viewer/projects/P/experiments/',
    '/exists',
  ],
] as const

describe.each(WITH_ID)('the path %s', (_name, path, before, after) => {
  test.each(HOSTILE)('keeps the id %j in its one segment', (id) => {
    const { pathname, search, hash, origin } = new URL(`http://xnat.invalid${path(id)}`)
    expect({ search, hash, origin }).toEqual({ search: '', hash: '', origin: 'http://xnat.invalid' })
    expect(pathname.startsWith(before) && pathname.endsWith(after)).toBe(true)
    const segment = pathname.slice(before.length, pathname.length - after.length)
    expect(segment).toMatch(/^[^/;?#\\]+$/)
    expect(decodeURIComponent(segment)).toBe(id)
  })

  test.each(['', '.', '..'])('refuses the id %j, which no encoding keeps in its place', (id) => {
    expect(() => path(id)).toThrow(RangeError)
  })
})

const project = (projectId: string) =>
  ({ target: { scope: 'project', projectId }, data: 'viewer', overwrite: false }) as const

describe('a call with a hostile id', () => {
  let xnat: XnatSimulator
  let client: XnatClient
  beforeAll(async () => {
    xnat = await startXnatSimulator()
    client = createXnatClient(`${xnat.url}/`)
  })
  beforeEach(async () => {
    await xnat.reset()
  })
  afterAll(async () => {
    await client.close()
    await xnat[Symbol.asyncDispose]()
  })

  test.each(HOSTILE)('reaches no other address than its own: %j', async (id) => {
    const { session } = await client.signIn({ username: 'admin', password: 'admin' })
    xnat.calls.clear()
    await client.roles(session, id).catch(() => undefined)
    await client.projectSessions(session, id).catch(() => undefined)
    await client.rebuildAll(session, project(id), { timeoutMs: 10_000 })
    expect(xnat.calls.map(({ method, path }) => `${method} ${path.split('?', 1)[0]}`)).toEqual([
      `GET /xapi/users/${encodeURIComponent(id)}/roles`,
      `GET /data/projects/${encodeURIComponent(id)}/experiments`,
      `POST /xapi/viewer/projects/${encodeURIComponent(id)}`,
    ])
    expect(xnat.calls.every(({ headers }) => headers['x-injected'] === undefined)).toBe(true)
  })

  test.each(['', '.', '..'])('sends nothing at all when the id is %j', async (id) => {
    const { session } = await client.signIn({ username: 'admin', password: 'admin' })
    xnat.calls.clear()
    await expect(client.rebuildAll(session, project(id), { timeoutMs: 10_000 })).rejects.toThrow(RangeError)
    await expect(client.projectSessions(session, id)).rejects.toThrow(RangeError)
    expect(xnat.calls).toHaveLength(0)
  })
})
