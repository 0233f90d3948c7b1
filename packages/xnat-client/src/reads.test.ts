import { startXnatSimulator, type XnatSimulator } from '@ohif-admin/simulators'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createXnatClient, type XnatClient } from './index.ts'

let xnat: XnatSimulator
let client: XnatClient
beforeAll(async () => {
  xnat = await startXnatSimulator()
  client = createXnatClient(xnat.url)
})
beforeEach(async () => {
  await xnat.reset()
  xnat.addUser({ username: 'owner' })
  xnat.addUser({ username: 'support', groups: ['ALL_DATA_ACCESS'] })
  xnat.addProject({ id: 'MINE', title: 'My own', owners: ['owner'], sessions: 2 })
  xnat.addProject({ id: 'OTHER', secondaryId: 'The other', title: '' })
  xnat.addProject({ id: 'PROT', access: 'protected', sessions: 2 })
  xnat.addProject({ id: 'PUB', access: 'public' })
})
afterAll(async () => {
  await client.close()
  await xnat[Symbol.asyncDispose]()
})

const sessionOf = async (username: string) => (await client.signIn({ username, password: username })).session

describe('rights', () => {
  test('are the roles, groups and editable projects that XNAT names', async () => {
    const owner = await sessionOf('owner')
    expect(await client.roles(owner, 'owner')).toEqual([])
    expect(await client.groups(owner, 'owner')).toEqual(['MINE_owner'])
    expect(await client.editableProjects(owner)).toEqual(['MINE'])
    const support = await sessionOf('support')
    expect(await client.groups(support, 'support')).toEqual(['ALL_DATA_ACCESS'])
    expect(await client.editableProjects(support)).toEqual([])
  })

  test.each([true, false])(
    'of a site admin are told by the role, whatever the editable projects say (all of them: %s)',
    async (all) => {
      xnat.switches.adminEditsAllProjects = all
      const admin = await sessionOf('admin')
      expect(await client.roles(admin, 'admin')).toEqual(['Administrator'])
      expect(await client.editableProjects(admin)).toEqual(all ? ['MINE', 'OTHER', 'PROT', 'PUB'] : [])
    },
  )

  test('of somebody else are refused', async () => {
    const owner = await sessionOf('owner')
    await expect(client.roles(owner, 'admin')).rejects.toMatchObject({ kind: 'refused', status: 403 })
    await expect(client.groups(owner, 'admin')).rejects.toMatchObject({ kind: 'refused', status: 403 })
  })

  test('are refused with 401 when the session is over, also on a site without a log-in wall', async () => {
    xnat.site.requireLogin = false
    const owner = await sessionOf('owner')
    xnat.expireSessions()
    await expect(client.roles(owner, 'owner')).rejects.toMatchObject({ kind: 'refused', status: 401 })
  })
})

describe('readable projects', () => {
  const idsFor = async (username: string, all = false) =>
    (await client.readableProjects(await sessionOf(username), all)).map(({ id }) => id).toSorted()

  test.each([true, false])(
    'of a site admin are all there are, whether or not the accessible form shows them (%s)',
    async (shown) => {
      xnat.switches.adminAccessibleShowsAll = shown
      expect(await idsFor('admin', true)).toEqual(['MINE', 'OTHER', 'PROT', 'PUB'])
    },
  )

  test.each([true, false])(
    'of an all-data user are all there are, whether or not the default form shows them (%s)',
    async (shown) => {
      xnat.switches.allDataSeesDefaultListing = shown
      expect(await idsFor('support')).toEqual(['MINE', 'OTHER', 'PROT', 'PUB'])
    },
  )

  test('of an owner are those of memberships and the open ones, in every position of the switches', async () => {
    for (const shown of [true, false]) {
      xnat.switches.adminAccessibleShowsAll = shown
      xnat.switches.allDataSeesDefaultListing = shown
      expect(await idsFor('owner')).toEqual(['MINE', 'PROT', 'PUB'])
      expect(await idsFor('owner', true)).toEqual(['MINE', 'PROT', 'PUB'])
    }
  })

  test('are named once each, by the title, else the running title', async () => {
    const projects = await client.readableProjects(await sessionOf('admin'), true)
    expect(projects).toHaveLength(4)
    expect(projects).toContainEqual({ id: 'MINE', title: 'My own' })
    expect(projects).toContainEqual({ id: 'OTHER', title: 'The other' })
  })

  test('are named by the id when there is no title, and left out without an id', async () => {
    const rows = [{ ID: 'A', name: '', secondary_ID: '' }, { ID: '', name: 'nobody' }, { name: 'nobody' }]
    xnat.answerWith(/^\/data\/projects\?format=json$/, { body: listing(rows) })
    xnat.answerWith(/accessible=true/, {
      body: listing([
        { id: 'B', secondary_id: 'b', extra: '1' },
        { id: 'A', name: 'later' },
      ]),
    })
    expect(await client.readableProjects(await sessionOf('owner'), false)).toEqual([
      { id: 'A', title: 'A' },
      { id: 'B', title: 'b' },
    ])
  })

  test('are not half known: one failing listing fails them', async () => {
    const owner = await sessionOf('owner')
    xnat.answerWith(/accessible=true/, { status: 500, body: '<html><h3>no</h3></html>' })
    await expect(client.readableProjects(owner, false)).rejects.toMatchObject({
      kind: 'refused',
      status: 500,
    })
  })
})

describe('sessions of a project', () => {
  test('carry id, label and subject, and nothing that is no image session', async () => {
    xnat.addSession('MINE', { imageSession: false, xsiType: 'xnat:qcManualAssessorData' })
    const [first, second] = xnat.sessions('MINE')
    const sessions = await client.projectSessions(await sessionOf('owner'), 'MINE')
    expect(sessions.map(({ id, label, projectId }) => [id, label, projectId])).toEqual([
      [first?.id, first?.label, 'MINE'],
      [second?.id, second?.label, 'MINE'],
    ])
    expect(sessions[0]?.subjectLabel).toMatch(/./)
  })

  test('shared into it keep the project that owns them', async () => {
    const shared = xnat.addSession('OTHER', {
      label: 'THERE',
      sharedInto: [{ project: 'MINE', label: 'HERE' }],
    })
    const sessions = await client.projectSessions(await sessionOf('owner'), 'MINE')
    expect(sessions).toHaveLength(3)
    expect(sessions.find(({ id }) => id === shared.id)).toMatchObject({ label: 'THERE', projectId: 'OTHER' })
  })

  test.each([
    ['ID', { ID: 'E1', session_ID: 'ignored', URI: '/data/experiments/ignored' }],
    ['session_ID', { session_ID: 'E1', URI: '/data/experiments/ignored' }],
    ['the end of URI', { 'xnat:mrsessiondata/id': 'ignored', URI: '/data/experiments/E1' }],
  ])('are known by %s', async (_key, row) => {
    const body = listing([
      { ...row, label: 'L', project: 'MINE', subject_label: 'S' },
      { label: 'without an id' },
    ])
    xnat.answerWith('/data/projects/MINE/experiments', { body })
    expect(await client.projectSessions(await sessionOf('owner'), 'MINE')).toEqual([
      { id: 'E1', label: 'L', subjectId: '', modality: '', subjectLabel: 'S', projectId: 'MINE' },
    ])
  })

  test('may have empty fields, and labels that are anything', async () => {
    const label = '<b>"\u202E\0</b>'
    const body = listing([{ ID: 'E1', label, project: '' }, { ID: 'E2' }])
    xnat.answerWith('/data/projects/MINE/experiments', { body })
    expect(await client.projectSessions(await sessionOf('owner'), 'MINE')).toEqual([
      { id: 'E1', label, subjectId: '', modality: '', subjectLabel: '', projectId: '' },
      { id: 'E2', label: '', subjectId: '', modality: '', subjectLabel: '', projectId: '' },
    ])
  })

  test('of a protected project are refused with 403, of an unseen or unknown one with 404', async () => {
    const owner = await sessionOf('owner')
    await expect(client.projectSessions(owner, 'PROT')).rejects.toMatchObject({
      kind: 'refused',
      status: 403,
      said: 'Unable to read experiments for Project: PROT',
    })
    for (const id of ['OTHER', 'NOWHERE']) {
      await expect(client.projectSessions(owner, id)).rejects.toMatchObject({ kind: 'refused', status: 404 })
    }
  })

  test('are asked for with every column and the type named', async () => {
    await client.projectSessions(await sessionOf('owner'), 'MINE')
    const [call] = xnat.calls.to('GET', '/data/projects/MINE/experiments')
    const query = new URL(call?.path ?? '', xnat.url).searchParams
    expect(query.get('xsiType')).toBe('xnat:imageSessionData')
    expect(query.get('format')).toBe('json')
    expect(query.get('columns')?.split(',')).toEqual(expect.arrayContaining(['ID', 'label', 'subject_label']))
  })
})

describe('the site', () => {
  test('tells its version and node to anybody', async () => {
    expect(await client.buildInfo()).toEqual({ version: '1.9.3', node: expect.any(String) })
    expect(await client.buildInfo(await sessionOf('owner'))).toMatchObject({ version: '1.9.3' })
  })

  test.each([
    [{}, { version: null, node: null }],
    [
      { version: '', nodeId: '', hostName: 'web' },
      { version: null, node: 'web' },
    ],
    [
      { version: 1.9, nodeId: 'n1', hostName: 'web' },
      { version: null, node: 'n1' },
    ],
  ])('that says %j is read as %j', async (said, read) => {
    xnat.answerWith('/xapi/siteConfig/buildInfo', { body: JSON.stringify(said) })
    expect(await client.buildInfo()).toEqual(read)
  })

  test('lists the viewer plugin with its version, or does not list it', async () => {
    const owner = await sessionOf('owner')
    expect(await client.viewerPlugin(owner)).toEqual({ version: '3.6.0' })
    xnat.setPluginVersion(null)
    expect(await client.viewerPlugin(owner)).toBeNull()
    xnat.answerWith('/xapi/plugins', {
      body: JSON.stringify({ ohifViewerPlugin: { id: 'ohifViewerPlugin' } }),
    })
    expect(await client.viewerPlugin(owner)).toEqual({ version: null })
  })
})

function listing(rows: readonly Record<string, string>[]): string {
  return JSON.stringify({ ResultSet: { Result: rows, totalRecords: String(rows.length) } })
}
