import {
  AssignmentJob,
  AssignmentJobDetail,
  AssignmentJobItems,
  AssignmentJobList,
  ErrorBody,
  type JobItem,
} from '@ohif-admin/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'
import { A, audited, B, C, history, inXnat, LIST_OF, put, putByCurl, puts, read } from './testing/assigned.ts'

const JOBS = '/api/assignments/jobs'
const ids = (count: number) =>
  Array.from({ length: count }, (_, index) => `P${String(index + 1).padStart(2, '0')}`)
const places = (count: number) => ids(count).map((id) => `project:${id}`)

let console: TestConsole
let admin: Browser

beforeEach(async () => {
  console = await startConsole({ logFolder: null })
  console.xnat.addUser({ username: 'owner' })
  for (const id of ids(50)) console.xnat.addProject({ id, owners: ['owner'] })
  admin = await console.signIn('admin')
})
afterEach(() => console[Symbol.asyncDispose]())

async function prepare(browser: Browser, body: object): Promise<AssignmentJobDetail> {
  const answer = await browser.post(JOBS, body)
  if (answer.status !== 200) throw new Error(`refused with ${answer.status}: ${answer.text}`)
  return AssignmentJobDetail.parse(answer.json)
}
const start = (browser: Browser, { id }: { id: string }) => browser.post(`${JOBS}/${id}/start`)
const find = async (browser: Browser, { id }: { id: string }) =>
  AssignmentJob.parse((await browser.get(`${JOBS}/${id}`)).json)
const itemsOf = async (browser: Browser, { id }: { id: string }): Promise<JobItem[]> =>
  AssignmentJobItems.parse((await browser.get(`${JOBS}/${id}/items`)).json).items

const ended = (browser: Browser, job: { id: string }) =>
  expect.poll(async () => (await find(browser, job)).state, { timeout: 20_000 })

async function run(browser: Browser, body: object) {
  const job = await prepare(browser, body)
  await start(browser, job)
  await ended(browser, job).toBe('done')
  return job
}

describe('a change of many lists', () => {
  it('goes through 50 with the tab closed, keeps what failed apart, and does that again', async () => {
    const broken = ['P07', 'P20', 'P41']
    const stops = broken.map((id) =>
      console.xnat.answerWith(LIST_OF(`project:${id}`), { method: 'PUT', status: 500, body: 'disk full' }),
    )
    const job = await prepare(admin, { kind: 'set', places: places(50), list: [A], reason: 'new server' })
    expect(job).toMatchObject({
      state: 'prepared',
      total: 50,
      counts: { waiting: 50 },
      effect: { changes: 50 },
    })
    expect(puts(console, 'project:P01')).toEqual([])
    expect((await start(admin, job)).status).toBe(200)
    // Nobody asks any more; the work is the server's.
    await console.deps.jobRunner.idle()

    expect(await find(admin, job)).toMatchObject({
      state: 'done',
      counts: { done: 47, failed: 3, waiting: 0 },
    })
    const failed = (await itemsOf(admin, job)).filter(({ state }) => state === 'failed')
    expect(failed).toMatchObject(
      broken.map((id) => ({ place: `project:${id}`, code: 'assignment-refused', said: '500 disk full' })),
    )
    expect((await audited(console)).filter((entry) => entry.startsWith('assignment.save'))).toHaveLength(50)

    for (const one of stops) one.stop()
    console.xnat.calls.clear()
    expect((await admin.post(`${JOBS}/${job.id}/retry`)).status).toBe(200)
    await ended(admin, job).toBe('done')
    expect((await find(admin, job)).counts).toMatchObject({ done: 50, failed: 0 })
    expect(console.xnat.calls.filter(({ method }) => method === 'PUT')).toHaveLength(3)
    expect((await history(admin, 'project:P07'))[0]).toMatchObject({
      kind: 'bulk',
      reason: 'new server',
      jobId: job.id,
    })
  })

  it('is undone as a whole, and leaves alone what somebody has changed since', async () => {
    console.xnat.storeAiServers([B], 'P02')
    const job = await run(admin, { kind: 'set', places: places(4), list: [A] })
    await putByCurl(console, 'project:P03', [C])

    const undo = await prepare(admin, { kind: 'undo', jobId: job.id })
    expect(undo).toMatchObject({ undoes: job.id, counts: { waiting: 3, moved: 1 } })
    await start(admin, undo)
    await ended(admin, undo).toBe('done')
    expect(await Promise.all(places(4).map((place) => inXnat(console, place)))).toEqual([[], [B], [C], []])
    expect(await find(admin, job)).toMatchObject({ undoneBy: undo.id })
    expect((await history(admin, 'project:P02'))[0]).toMatchObject({ kind: 'undo', list: [B] })
  })

  it('leaves a list alone that somebody changes between the preview and its turn', async () => {
    const job = await prepare(admin, { kind: 'set', places: places(3), list: [A] })
    await putByCurl(console, 'project:P02', [C])
    await start(admin, job)
    await ended(admin, job).toBe('done')
    expect((await find(admin, job)).counts).toMatchObject({ done: 2, moved: 1 })
    expect(await inXnat(console, 'project:P02')).toEqual([C])
  })

  it('replaces one server by another wherever it is, the site included, and says for whom that counts', async () => {
    console.xnat.storeAiServers([A])
    console.xnat.storeAiServers([C, A], 'P01')
    console.xnat.storeAiServers([`${A}/`], 'P02')
    console.xnat.storeAiServers([B, A], 'P03')
    const job = await prepare(admin, { kind: 'replace', places: ['site', ...places(50)], from: A, to: B })
    // The site's list, and the three that name it; the others take the site's.
    expect(job.items.map(({ place, after }) => [place, after])).toEqual([
      ['site', [B]],
      ['project:P01', [C, B]],
      ['project:P02', [B]],
      ['project:P03', [B]],
    ])
    // All but P01 and P03, whose first entry is another.
    expect(job.effect).toMatchObject({ changes: 48, projects: 50, unknown: 0 })
    await start(admin, job)
    await ended(admin, job).toBe('done')
    expect(await inXnat(console, 'site')).toEqual([B])
    expect((await read(admin, 'project:P30')).effective.entry?.text).toBe(B)
  })

  it('says before the start what needs nothing, what cannot be read and what would be refused', async () => {
    console.xnat.storeAiServers([A], 'P01')
    console.xnat.storeAiServers([A, 'https://h/path'], 'P02')
    const stop = console.xnat.answerWith(LIST_OF('project:P03'), { status: 200, body: '<html>' })
    const set = await prepare(admin, { kind: 'set', places: places(4), list: [A] })
    expect(set.items.map(({ state }) => state)).toEqual(['same', 'waiting', 'unreadable', 'waiting'])
    const replace = await prepare(admin, { kind: 'replace', places: places(2), from: A, to: B })
    expect(replace.items.map(({ state, code }) => [state, code])).toEqual([
      ['waiting', null],
      ['failed', 'assignment-invalid'],
    ])
    stop.stop()
    const bad = await admin.post(JOBS, { kind: 'set', places: places(1), list: ['h:5000'] })
    expect(ErrorBody.parse(bad.json)).toMatchObject({
      code: 'assignment-invalid',
      fields: [{ message: 'scheme' }],
    })
  })

  it('waits when its sign-in ends, and goes on when the same person is back', async () => {
    const job = await prepare(admin, { kind: 'set', places: places(50), list: [A] })
    console.xnat.goSlow(40)
    await start(admin, job)
    await expect.poll(async () => (await find(admin, job)).counts.done).toBeGreaterThan(2)
    await admin.delete('/api/session')
    await console.deps.jobRunner.idle()
    console.xnat.goSlow(0)
    console.xnat.addUser({ username: 'eve', roles: ['Administrator'] })
    const eve = await console.signIn('eve')
    expect(await find(eve, job)).toMatchObject({
      state: 'waiting-for-sign-in',
      by: 'admin',
      counts: { failed: 0 },
    })
    expect((await start(eve, job)).status).toBe(403)

    const again = await console.signIn('admin')
    await ended(again, job).toBe('done')
    expect((await find(again, job)).counts).toMatchObject({ done: 50 })
    // The one on its way when the sign-in ended was refused, and is sent again; nothing else is.
    const sent = places(50).map((place) => puts(console, place).length)
    expect(Math.min(...sent)).toBe(1)
    expect(sent.reduce((sum, times) => sum + times)).toBeLessThanOrEqual(51)
  })

  it('survives a restart of the console: nothing is lost, nothing is sent twice unseen', async () => {
    const job = await prepare(admin, { kind: 'set', places: places(30), list: [A] })
    console.xnat.goSlow(40)
    await start(admin, job)
    await expect.poll(async () => (await find(admin, job)).counts.done).toBeGreaterThan(2)
    await console.restart()
    console.xnat.goSlow(0)
    expect(['running', 'waiting-for-sign-in', 'done']).toContain((await find(admin, job)).state)
    await ended(admin, job).toBe('done')
    expect((await find(admin, job)).counts).toMatchObject({ done: 30 })
    for (const place of places(30)) expect(await inXnat(console, place), place).toEqual([A])
  })

  it('can be stopped; what is done stays done, and the rest can be done later', async () => {
    const job = await prepare(admin, { kind: 'set', places: places(50), list: [A] })
    console.xnat.goSlow(40)
    await start(admin, job)
    await expect.poll(async () => (await find(admin, job)).counts.done).toBeGreaterThan(1)
    const stopped = AssignmentJob.parse((await admin.post(`${JOBS}/${job.id}/stop`)).json)
    expect(stopped.state).toBe('stopped')
    expect(stopped.counts.done + stopped.counts.waiting).toBe(50)
    console.xnat.goSlow(0)
    await admin.post(`${JOBS}/${job.id}/retry`)
    await ended(admin, job).toBe('done')
    expect((await find(admin, job)).counts.done).toBe(50)
  })

  it('keeps a list in doubt apart and looks it up when somebody looks', async () => {
    const job = await prepare(admin, { kind: 'set', places: places(2), list: [A] })
    const place = 'project:P02'
    const lost = console.xnat.answerWith(LIST_OF(place), { method: 'PUT', cut: true })
    const gone = console.xnat.answerWith(LIST_OF(place), { method: 'GET', cut: true, times: 1 })
    const never = { status: 404, body: '["No AIAA server list found"]', times: 1 }
    const first = console.xnat.answerWith(LIST_OF(place), { method: 'GET', ...never })
    await start(admin, job)
    await console.deps.jobRunner.idle()
    expect(await itemsOf(admin, job)).toMatchObject([{ state: 'done' }, { state: 'unknown' }])
    for (const one of [lost, gone, first]) one.stop()
    await putByCurl(console, place, [A])
    expect((await find(admin, job)).counts).toMatchObject({ done: 2, unknown: 0 })
  })

  it('is started once, by whoever prepared it, and seen by site admins only', async () => {
    const owner = await console.signIn('owner')
    const job = await prepare(admin, { kind: 'clear', places: places(1) })
    expect((await owner.post(JOBS, { kind: 'clear', places: places(1) })).status).toBe(403)
    for (const address of [JOBS, `${JOBS}/${job.id}`, `${JOBS}/${job.id}/items`])
      expect([address, (await owner.get(address)).status]).toEqual([address, 403])
    const answers = await Promise.all([start(admin, job), start(admin, job)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    await ended(admin, job).toBe('done')
    expect(AssignmentJobList.parse((await admin.get(JOBS)).json).jobs).toMatchObject([
      { id: job.id, kind: 'clear' },
    ])
  })
})

describe('a table', () => {
  it('goes out and comes in again without changing anything', async () => {
    console.xnat.storeAiServers([A])
    console.xnat.storeAiServers([B, 'https://h/path'], 'P01')
    const out = await admin.get('/api/assignments/csv')
    expect(out.headers.get('content-disposition')).toContain('ai-server-assignments.csv')
    const job = await prepare(admin, { kind: 'csv', csv: out.text })
    expect(job.counts).toMatchObject({ same: 51, waiting: 0 })
    expect(out.text.split('\r\n').slice(0, 3)).toEqual([
      'project,servers,title,from,effective,changed_by,changed_at',
      expect.stringMatching(`^\\(site\\),${A},,site,${A},admin,`),
      expect.stringMatching(`^P01,${B} https://h/path,P01,project,${B},admin,`),
    ])
  })

  it('changes what it says, after a preview', async () => {
    await put(admin, 'project:P02', { list: [A], seen: null })
    const job = await run(admin, { kind: 'csv', csv: `project,servers\nP01,${A} ${B}\nP02,\n(site),${C}/\n` })
    expect((await find(admin, job)).counts).toMatchObject({ done: 3 })
    expect(
      await Promise.all(['project:P01', 'project:P02', 'site'].map((place) => inXnat(console, place))),
    ).toEqual([[A, B], [], [C]])
    expect((await history(admin, 'project:P01'))[0]).toMatchObject({ kind: 'csv' })
  })

  it('with mistakes changes nothing and gets a report by line', async () => {
    const csv = `project,servers\nP01,${A}\nNOWHERE,${A}\nP01,${B}\n,${A}\nP03,h:5000 ${A}\nP04\n`
    console.xnat.calls.clear()
    const answer = await admin.post(JOBS, { kind: 'csv', csv })
    expect([answer.status, ErrorBody.parse(answer.json)]).toMatchObject([
      400,
      {
        code: 'csv-invalid',
        csv: [
          { line: 3, code: 'project-unknown', about: 'NOWHERE' },
          { line: 4, code: 'project-twice', about: 'P01' },
          { line: 5, code: 'project-missing' },
          { line: 6, code: 'entry-invalid', about: 'h:5000' },
          { line: 7, code: 'wrong-width' },
        ],
      },
    ])
    expect(console.xnat.calls.filter(({ method }) => method === 'PUT')).toEqual([])
  })
})
