import type { SessionSpec } from '@ohif-admin/simulators'
import { afterEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'
import { knownProjects, knownSessions, scanUntil, startScan } from '../../testing/coverage.ts'

let console: TestConsole
let admin: Browser

async function setUp(sessions: readonly SessionSpec[]) {
  console = await startConsole({ settings: { VERIFY_PER_SECOND: '200' } })
  for (const username of ['owner', 'member', 'reader', 'other']) console.xnat.addUser({ username })
  console.xnat.addUser({ username: 'support', groups: ['ALL_DATA_ACCESS'] })
  const people = { owners: ['owner'], members: ['member'], collaborators: ['reader'] }
  console.xnat.addProject({ id: 'LIVER', title: 'Liver study', sessions, ...people })
  admin = await console.signIn('admin')
}
afterEach(() => console[Symbol.asyncDispose]())

async function scanned(projectId: string | null = 'LIVER') {
  return scanUntil(admin, await startScan(admin, { projectId }), { state: 'done' })
}

describe('what is known of a session', () => {
  it('is seen by those who may edit it, support staff and admins, and by nobody else', async () => {
    await setUp([{ label: 'SECRET_LABEL' }])
    console.xnat.addProject({ id: 'OPEN', access: 'public', sessions: 1 })
    console.xnat.addProject({ id: 'SHIELDED', access: 'protected', sessions: 1 })
    await scanned(null)
    const seen = {
      admin: ['LIVER', 'OPEN', 'SHIELDED'],
      support: ['LIVER', 'OPEN', 'SHIELDED'],
      owner: ['LIVER'],
      member: ['LIVER'],
      reader: [],
      other: [],
    }
    for (const [name, projects] of Object.entries(seen)) {
      const browser = await console.signIn(name)
      const { sessions, total } = await knownSessions(browser)
      expect([name, sessions.map(({ projectId }) => projectId).sort()]).toEqual([name, projects])
      expect(total).toBe(projects.length)
      const page = await knownProjects(browser)
      expect(page.projects.map(({ projectId }) => projectId).sort()).toEqual(projects)
      expect(page.sums.total).toBe(projects.length)
      const file = await browser.get('/api/coverage/export?format=csv')
      expect(file.text.includes('SECRET_LABEL')).toBe(projects.length > 0)
      expect(file.text.trim().split('\r\n')).toHaveLength(projects.length + 1)
      const shielded = await knownSessions(browser, 'projectId=SHIELDED')
      expect(shielded.total).toBe(projects.length > 1 ? 1 : 0)
    }
  })

  it('is gone for a member who has left the project', async () => {
    await setUp([{}])
    await scanned()
    const member = await console.signIn('member')
    expect((await knownSessions(member)).total).toBe(1)
    console.xnat.revokeGroup('member', 'LIVER_member')
    console.clock.advance(31_000)
    expect((await knownSessions(member)).total).toBe(0)
  })

  it('is filtered, searched, ordered and paged by the server', async () => {
    await setUp([
      { label: 'B_2', document: 'none' },
      { label: 'A_1' },
      { label: '50%', document: 'none', subject: 'Subject Ünï' },
    ])
    await scanned()
    const labels = async (query: string) =>
      (await knownSessions(admin, query)).sessions.map(({ label }) => label)
    expect(await labels('state=missing')).toEqual(['B_2', '50%'])
    expect(await labels('search=b_')).toEqual(['B_2'])
    expect(await labels('search=%25')).toEqual(['50%'])
    expect(await labels(`search=${encodeURIComponent('ÜNÏ')}`)).toEqual(['50%'])
    expect(await labels('sort=label')).toEqual(['50%', 'A_1', 'B_2'])
    expect(await knownSessions(admin, 'sort=label&offset=1&limit=1')).toMatchObject({
      total: 3,
      sessions: [{ label: 'A_1' }],
    })
  })

  it('comes as a table that runs nothing in a spreadsheet, and as JSON', async () => {
    await setUp([{ label: '=HYPERLINK("http://127.0.0.1/","click")' }, { label: 'x"y' }])
    await scanned()
    const csv = await admin.get('/api/coverage/export?format=csv')
    expect(csv.headers.get('content-disposition')).toContain('coverage.csv')
    expect(csv.text).toContain(`"'=HYPERLINK(""http://127.0.0.1/"",""click"")"`)
    expect(csv.text).toContain('"x""y"')
    const json = (await admin.get('/api/coverage/export?format=json')).json as { sessions: unknown[] }
    expect(json.sessions).toEqual((await knownSessions(admin)).sessions)
  })
})
