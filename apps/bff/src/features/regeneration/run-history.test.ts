import { Overview, ProjectId, type Run, RunComparison, RunPage, type RunSession } from '@ohif-admin/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeRuns } from '../../storage/testing/past-runs.ts'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'
import { listRuns, runOver, runUntil, sessionsOf, startBulk } from '../../testing/runs.ts'

let console: TestConsole
let admin: Browser

beforeEach(async () => {
  console = await startConsole()
  console.xnat.addUser({ username: 'owner' })
  console.xnat.addUser({ username: 'support', groups: ['ALL_DATA_ACCESS'] })
  console.xnat.addProject({
    id: 'LIVER',
    title: 'Liver study',
    owners: ['owner'],
    sessions: [
      { label: 'A' },
      { label: 'B', behaviour: 'silent-gone' },
      { label: '=cmd()', behaviour: 'explicit-error' },
    ],
  })
  console.xnat.addProject({ id: 'KNEE', sessions: 1 })
  admin = await console.signIn('admin')
})
afterEach(() => console[Symbol.asyncDispose]())

const run = async (projectId: string) =>
  runOver(admin, await startBulk(admin, { scope: 'project', projectId }))
const compare = async (browser: Browser, { id }: Run) =>
  RunComparison.parse((await browser.get(`/api/runs/${id}/comparison`)).json)

const pageOf = async (browser: Browser, query: string) =>
  RunPage.parse((await browser.get(`/api/runs?${query}`)).json)

describe('the list of runs', () => {
  it('is filtered and read page by page', async () => {
    for (const projectId of ['KNEE', 'LIVER', 'KNEE']) await run(projectId)
    const [newest, middle, oldest] = await listRuns(admin)
    expect([newest, middle, oldest].map((one) => one?.projectId)).toEqual(['KNEE', 'LIVER', 'KNEE'])
    const first = await pageOf(admin, 'limit=2')
    expect(first).toMatchObject({ runs: [newest, middle], total: 3 })
    expect(await pageOf(admin, `limit=2&after=${first.next}`)).toEqual({
      runs: [oldest],
      total: 3,
      next: null,
    })
    expect(await listRuns(admin, { projectId: ProjectId.parse('LIVER') })).toEqual([middle])
    expect(await listRuns(admin, { state: 'finished', kind: 'bulk', startedBy: 'admin' })).toHaveLength(3)
    expect(await listRuns(admin, { state: 'failed' })).toEqual([])
    const owner = await console.signIn('owner')
    expect((await listRuns(owner)).map(({ projectId }) => projectId)).toEqual(['LIVER'])
    expect(await pageOf(owner, 'projectId=KNEE')).toEqual({ runs: [], total: 0, next: null })
  })

  it('is searched and ordered over all runs', async () => {
    for (const projectId of ['LIVER', 'KNEE']) await run(projectId)
    const projects = async (query: string) =>
      (await pageOf(admin, query)).runs.map(({ projectId }) => projectId)
    expect(await projects('search=LÍVER%20stu')).toEqual(['LIVER'])
    expect(await projects('sort=project')).toEqual(['KNEE', 'LIVER'])
    expect(await projects('sort=-failures&limit=1')).toEqual(['LIVER'])
    const { next } = await pageOf(admin, 'sort=took&limit=1')
    expect((await admin.get(`/api/runs?sort=project&after=${next}`)).status).toBe(400)
    expect((await admin.get('/api/runs?sort=secret')).status).toBe(400)
  })

  it('does not let support staff find out titles that XNAT does not show them', async () => {
    await run('LIVER')
    const support = await console.signIn('support')
    console.xnat.revokeGroup('support', 'ALL_DATA_ACCESS')
    expect(await pageOf(support, '')).toMatchObject({ total: 1, runs: [{ projectTitle: null }] })
    expect(await pageOf(support, 'search=study')).toMatchObject({ total: 0 })
    expect(await pageOf(support, 'search=liver')).toMatchObject({ total: 1 })
  })

  it('keeps every verdict after the log is gone', async () => {
    const over = await run('LIVER')
    const before = await sessionsOf(admin, over)
    await console.xnat.writeHistory([])
    await console.restart()
    expect(await sessionsOf(admin, over)).toEqual(before)
  })
})

describe('the export of the list', () => {
  it('has the runs that are asked for, in their order, and nothing a spreadsheet would run', async () => {
    console.xnat.addProject({ id: 'EVIL', title: '=HYPERLINK("http://x")', sessions: 1 })
    for (const projectId of ['KNEE', 'LIVER', 'EVIL']) await run(projectId)
    const answer = await admin.get('/api/runs/export?format=csv&sort=project')
    expect(answer.headers.get('content-disposition')).toContain('rebuilds.csv')
    const lines = answer.text.replace('\uFEFF', '').trimEnd().split('\r\n')
    expect(lines).toHaveLength(4)
    expect(lines[0]).toMatch(/^run,kind,data,scope,project,/)
    expect(lines[1]).toContain(`"'=HYPERLINK(""http://x"")"`)
    expect(lines[3]).toMatch(/,bulk,viewer,project,LIVER,Liver study,.*,finished,/)
    const few = (await admin.get('/api/runs/export?format=csv&search=knee')).text
    expect(few.trimEnd().split('\r\n')).toHaveLength(2)
  })

  it('is the same as JSON, for each person what they may see', async () => {
    for (const projectId of ['KNEE', 'LIVER']) await run(projectId)
    const everything = await listRuns(admin)
    expect((await admin.get('/api/runs/export?format=json')).json).toEqual({ runs: everything })
    const owner = await console.signIn('owner')
    const mine = await listRuns(owner)
    expect(mine).toHaveLength(1)
    expect((await owner.get('/api/runs/export?format=json')).json).toEqual({ runs: mine })
    expect((await owner.get('/api/runs/export?format=json&search=knee')).json).toEqual({ runs: [] })
    expect((await owner.get('/api/runs/export?format=xml')).status).toBe(400)
  })

  it('has all of 10,000 runs', async () => {
    await writeRuns(console.deps.database, 10_000)
    const began = performance.now()
    const csv = (await admin.get('/api/runs/export?format=csv&sort=-stored')).text.trimEnd().split('\r\n')
    expect(csv).toHaveLength(10_001)
    expect(new Set(csv).size).toBe(10_001)
    const { runs } = (await admin.get('/api/runs/export?format=json')).json as { runs: Run[] }
    expect(runs).toHaveLength(10_000)
    expect(await pageOf(admin, 'search=no-9999&sort=by')).toMatchObject({ total: 1 })
    expect(performance.now() - began).toBeLessThan(30_000)
  }, 60_000)
})

describe('the comparison of a run', () => {
  it('says what changed since the run before over the same target', async () => {
    const first = await run('LIVER')
    expect(await compare(admin, first)).toMatchObject({ previous: null, fixed: 0 })
    await run('KNEE')
    const [a, b] = console.xnat.sessions('LIVER')
    console.xnat.setBehaviour(b?.id ?? '', 'ok')
    console.xnat.setBehaviour(a?.id ?? '', 'silent-begun')
    console.xnat.addSession('LIVER', {})
    expect(await compare(admin, await run('LIVER'))).toMatchObject({
      previous: { id: first.id, counts: { stored: 1 } },
      fixed: 1,
      broken: 1,
      stillFailing: 1,
      onlyNow: 1,
      onlyBefore: 0,
    })
  })

  it('is for people who may see the run', async () => {
    const over = await run('KNEE')
    const owner = await console.signIn('owner')
    expect((await owner.get(`/api/runs/${over.id}/comparison`)).status).toBe(404)
    expect((await owner.get(`/api/runs/${over.id}/export?format=csv`)).status).toBe(404)
  })
})

describe('the export of a run', () => {
  it('has a line for every session, and nothing a spreadsheet would run', async () => {
    const over = await run('LIVER')
    const answer = await admin.get(`/api/runs/${over.id}/export?format=csv`)
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toContain(`rebuild-${over.id}.csv`)
    const lines = answer.text.replace('\uFEFF', '').trimEnd().split('\r\n')
    expect(lines[0]).toBe(
      'position,session,project,label,subject,verdict,evidence,reason,began,ended,took_ms',
    )
    expect(lines).toHaveLength(4)
    expect(lines[1]).toMatch(/^1,XNAT_E00001,LIVER,A,LIVER_001,stored,,,/)
    expect(lines[2]).toMatch(/,silent-failure,no-line-before-3\.7,/)
    expect(answer.text).toContain(",'=cmd(),")
    expect(answer.text).not.toContain(',=cmd()')
  })

  it('is the run and its sessions as JSON', async () => {
    const over = await run('LIVER')
    const answer = await admin.get(`/api/runs/${over.id}/export?format=json`)
    const document = answer.json as { run: Run; sessions: RunSession[] }
    expect(document.run).toMatchObject({ id: over.id, counts: over.counts })
    expect(document.sessions).toEqual(await sessionsOf(admin, over))
  })

  it('holds no more than the person may see', async () => {
    const over = await run('LIVER')
    const support = await console.signIn('support')
    console.xnat.revokeGroup('support', 'ALL_DATA_ACCESS')
    const text = (await support.get(`/api/runs/${over.id}/export?format=csv`)).text
    expect(text).toContain('XNAT_E00001')
    expect(text).not.toMatch(/Jsonifier|No such file|=cmd/)
  })

  it('is there for a run that goes on, as far as it is', async () => {
    const hold = console.xnat.holdRegeneration('KNEE')
    const open = await startBulk(admin, { scope: 'project', projectId: 'KNEE' })
    await runUntil(admin, open, ({ counts }) => counts.inWork === 1)
    expect((await admin.get(`/api/runs/${open.id}/export?format=csv`)).text).toContain(',in-work,')
    expect(await compare(admin, open)).toMatchObject({ previous: null })
    await hold.storeRest()
  })

  it('comes in no other format', async () => {
    const over = await run('KNEE')
    expect((await admin.get(`/api/runs/${over.id}/export?format=xlsx`)).status).toBe(400)
    expect((await admin.get(`/api/runs/${over.id}/export`)).status).toBe(400)
  })
})

describe('the overview', () => {
  it('shows every run that goes on, and what is rebuilt without one', async () => {
    const hold = console.xnat.holdRegeneration('LIVER')
    const open = await startBulk(admin, { scope: 'project', projectId: 'LIVER' })
    const [session] = console.xnat.sessions('KNEE')
    await console.xnat.archiveEvent(session?.id ?? '')
    await console.xnat.archiveEvent(session?.id ?? '')
    const overview = async () => Overview.parse((await admin.get('/api/overview')).json)
    await expect.poll(async () => (await overview()).eventRebuilds?.perMinute.reduce((a, b) => a + b)).toBe(2)
    expect(await overview()).toMatchObject({ activeRun: { id: open.id }, activeRuns: [{ id: open.id }] })
    await hold.storeRest()
  })
})
