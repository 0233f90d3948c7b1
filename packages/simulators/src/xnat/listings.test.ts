import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startXnatSimulator, type XnatSimulator } from './simulator.ts'
import { signedIn } from './testing/signed-in.ts'

let xnat: XnatSimulator
beforeAll(async () => {
  xnat = await startXnatSimulator()
})
beforeEach(async () => {
  await xnat.reset()
  xnat.addUser({ username: 'owner' })
  xnat.addUser({ username: 'support', groups: ['ALL_DATA_ACCESS'] })
  xnat.addProject({ id: 'MINE', owners: ['owner'], sessions: 4 })
  xnat.addProject({
    id: 'OTHER',
    secondaryId: 'AAA',
    sessions: [{ sharedInto: [{ project: 'MINE', label: 'HERE' }] }],
  })
  xnat.addProject({ id: 'PROT', access: 'protected', sessions: 2 })
})
afterAll(async () => {
  await xnat[Symbol.asyncDispose]()
})

const experiments = '/data/projects/MINE/experiments?format=json'
const image = `${experiments}&xsiType=xnat:imageSessionData`

async function ids(username: string, query = ''): Promise<(string | undefined)[]> {
  const rows = await (await signedIn(xnat, username)).rows(`/data/projects?format=json${query}`)
  return rows.map((row) => row['ID'] ?? row['id'])
}

test('the admin role alone opens no private project in the default listing', async () => {
  expect(await ids('admin')).toEqual(['PROT'])
  expect(await ids('admin', '&allDataOverride=true')).toEqual(['MINE', 'OTHER', 'PROT'])
  expect(await ids('owner', '&allDataOverride=true')).toEqual(['MINE', 'PROT'])
})

test('the points on which servers differ can be switched', async () => {
  expect(await ids('support')).toEqual(['MINE', 'OTHER', 'PROT'])
  expect(await ids('admin', '&accessible=true')).toEqual(['OTHER', 'MINE', 'PROT'])
  xnat.switches.allDataSeesDefaultListing = false
  xnat.switches.adminAccessibleShowsAll = false
  xnat.switches.adminEditsAllProjects = false
  expect(await ids('support')).toEqual(['PROT'])
  expect(await ids('admin', '&accessible=true')).toEqual(['PROT'])
  expect(await (await signedIn(xnat)).json('/xapi/users/projects')).toEqual([])
})

test('membership narrows the accessible form, and restrict the default one', async () => {
  expect(await ids('owner', '&owner=true')).toEqual(['MINE'])
  expect(await ids('owner', '&member=true')).toEqual([])
  expect(await ids('owner', '&restrict=edit')).toEqual(['MINE'])
  expect(await ids('owner', '&permissions=edit')).toEqual(['MINE'])
  expect((await (await signedIn(xnat)).get('/data/projects?data=nonsense')).status).toBe(500)
})

test('a protected project shows itself but not its experiments', async () => {
  const client = await signedIn(xnat, 'owner')
  expect((await client.get('/data/projects/PROT?format=json')).status).toBe(200)
  const answer = await client.get('/data/projects/PROT/experiments?format=json')
  expect(answer.status).toBe(403)
  expect(answer.body).toContain('<h3>Unable to read experiments for Project: PROT</h3>')
  expect((await client.get('/data/projects/OTHER/experiments?format=json')).status).toBe(404)
})

test('shared rows are rewritten in the default form and left as they are for image sessions', async () => {
  const client = await signedIn(xnat, 'owner')
  const byDefault = (await client.rows(experiments)).at(-1)
  expect([byDefault?.['project'], byDefault?.['label']]).toEqual(['MINE', 'HERE'])
  const asImages = (await client.rows(`${image}&columns=ID,label,project`)).at(-1)
  expect([asImages?.['project'], asImages?.['label']]).toEqual(['OTHER', 'OTHER_001_MR1'])
})

test('the id goes by the name of the root type', async () => {
  const client = await signedIn(xnat, 'owner')
  const keys = async (query: string) => Object.keys((await client.rows(`${experiments}${query}`))[0] ?? {})
  expect(await keys('&xsiType=xnat:mrSessionData&columns=label')).toEqual([
    'xnat:mrsessiondata/id',
    'label',
    'URI',
  ])
  expect(await keys('&columns=modality')).toEqual(['session_ID', 'modality', 'project', 'xsiType', 'URI'])
  expect(await keys('&xsiType=xnat:imageSessionData')).not.toContain('ID')
  expect(await keys('&columns=label,nonsense')).toEqual([
    'xnat:subjectassessordata/id',
    'label',
    'project',
    'xsiType',
    'URI',
  ])
  expect(await keys('&modality=MR')).toContain('session_ID')
  xnat.switches.imageFilterSwitchesRoot = false
  expect(await keys('&modality=MR')).not.toContain('session_ID')
})

test('a page is cut before unreadable rows are dropped, and has no count', async () => {
  const client = await signedIn(xnat, 'owner')
  const page = (await client.json('/data/experiments?format=json&limit=6')) as {
    ResultSet: { Result: unknown[]; totalRecords?: string }
  }
  expect(page.ResultSet.Result.length).toBe(5)
  expect(page.ResultSet.totalRecords).toBeUndefined()
  xnat.switches.pagingSupported = false
  expect(await client.json('/data/experiments?format=json&limit=1')).toMatchObject({
    ResultSet: { totalRecords: '5' },
  })
})

test('a limit that is no number empties the project-bound answer', async () => {
  const client = await signedIn(xnat, 'owner')
  const answer = await client.get(`${experiments}&limit=abc`)
  expect([answer.status, answer.body]).toEqual([200, ''])
  expect((await client.get('/data/experiments?format=json&limit=abc')).status).toBe(500)
})

test('rows are filtered by wildcards and ranges and sorted by returned names', async () => {
  const client = await signedIn(xnat, 'owner')
  const labels = async (query: string) =>
    (await client.rows(`${image}&columns=label${query}`)).map((row) => row['label'])
  expect(await labels('&label=MINE_001*&sortBy=label&sortOrder=DESC')).toEqual([
    'MINE_001_MR3',
    'MINE_001_MR2',
    'MINE_001_MR1',
  ])
  expect((await labels('&date=2025-01-01-2025-02-28')).length).toBe(3)
})

test('without format=json people get a page, and fields lists the aliases', async () => {
  const client = await signedIn(xnat, 'owner')
  expect((await client.get('/data/projects')).headers.get('content-type')).toMatch(/^text\/html/)
  const [alias] = await client.rows(`${experiments}&fields=all`)
  expect(Object.keys(alias ?? {})).toEqual(['key', 'xpath'])
})

test('the subjects listing fails for a user who can read nothing', async () => {
  await xnat.reset()
  xnat.addUser({ username: 'nobody' })
  expect((await (await signedIn(xnat, 'nobody')).get('/data/subjects?format=json')).status).toBe(500)
})

test('memberships come as one row per group, with the project where there is one', async () => {
  xnat.grantGroup('owner', 'ALL_DATA_ACCESS')
  expect(await (await signedIn(xnat, 'owner')).json('/xapi/access/projects')).toEqual([
    {
      group_id: 'MINE_owner',
      role: 'Owners',
      ID: 'MINE',
      secondary_ID: 'MINE',
      name: 'MINE',
      URI: '/data/projects/MINE',
      description: '',
    },
    { group_id: 'ALL_DATA_ACCESS', role: 'ALL_DATA_ACCESS', description: '' },
  ])
})
