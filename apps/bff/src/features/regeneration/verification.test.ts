import type { Run, RunId } from '@ohif-admin/contracts'
import type { SessionSpec } from '@ohif-admin/simulators'
import { afterEach, describe, expect, it } from 'vitest'
import { createRunsRepository } from '../../storage/runs.ts'
import type { Browser } from '../../testing/browser.ts'
import { type ConsoleOptions, startConsole, type TestConsole } from '../../testing/console.ts'
import { listRuns, runOver, runSeen, runUntil, sessionsOf, startBulk } from '../../testing/runs.ts'

let console: TestConsole
let admin: Browser

async function setUp(options: ConsoleOptions = {}) {
  console = await startConsole({
    ...options,
    settings: { VERIFY_PER_SECOND: '200', ...options.settings },
    xnat: { pluginVersion: '3.7.2', ...options.xnat },
  })
  admin = await console.signIn('admin')
}
afterEach(() => console[Symbol.asyncDispose]())

const gone = (document: SessionSpec['document']): SessionSpec => ({
  behaviour: 'silent-gone',
  document: document ?? 'none',
})
const project = (projectId: string) => ({ scope: 'project', projectId })
const verified = (run: Run) => runUntil(admin, run, ({ verification }) => verification?.state === 'done')
const stored = (id: RunId) => createRunsRepository(console.deps.database).find(id)
const exists = () => console.xnat.calls.to('GET', /\/exists$/)

/** A run of so many sessions without a line, of which every second has a document, and one that is stored. */
async function runWithUnknown(count: number) {
  const sessions = Array.from({ length: count }, (_, n) => gone(n % 2 === 0 ? 'valid' : 'none'))
  console.xnat.addProject({ id: 'MIXED', sessions: [{}, ...sessions] })
  return startBulk(admin, project('MIXED'))
}

describe('the check after a run', () => {
  it('asks for what the log cannot decide, and says what that proves', async () => {
    await setUp()
    const run = await runWithUnknown(4)
    expect(await verified(run)).toMatchObject({
      state: 'finished',
      counts: { stored: 1, unknown: 4 },
      verification: { state: 'done', total: 4, present: 2, missing: 2, notAnswered: 0 },
    })
    const sessions = await sessionsOf(admin, run)
    expect(sessions.map(({ verdict }) => verdict)).toEqual(['stored', ...Array(4).fill('unknown')])
    expect(sessions.map(({ evidence }) => evidence)).toEqual([
      null,
      'checked-present',
      'checked-missing',
      'checked-present',
      'checked-missing',
    ])
    expect(exists()).toHaveLength(4)
  })

  it('asks for nothing when the log decided everything', async () => {
    await setUp({ xnat: { pluginVersion: '3.6.0' } })
    const over = await runOver(admin, await runWithUnknown(3))
    expect(over).toMatchObject({ counts: { silentFailure: 3, unknown: 0 }, verification: null })
    expect(exists()).toEqual([])
  })

  it('asks for everything when there is no log at all', async () => {
    await setUp({ logFolder: null })
    const run = await runWithUnknown(2)
    expect(await verified(run)).toMatchObject({
      state: 'unknown',
      verification: { total: 3, present: 2, missing: 1 },
    })
  })

  it('asks no more than eight at a time', async () => {
    await setUp()
    console.xnat.goSlow(100)
    await verified(await runWithUnknown(24))
    const times = exists().map(({ at }) => at)
    // Each answer takes 100 ms: the ninth question waits for the first answer.
    for (const [index, at] of times.entries()) {
      const ninth = times[index + 8]
      if (ninth !== undefined) expect(ninth - at).toBeGreaterThan(80)
    }
  })

  it('keeps to its pace', async () => {
    await setUp({ settings: { VERIFY_PER_SECOND: '20' } })
    await verified(await runWithUnknown(20))
    const times = exists().map(({ at }) => at)
    expect(Number(times.at(-1)) - Number(times[0])).toBeGreaterThan(800)
  })

  it('waits for somebody who may ask, and goes on when an admin is there again', async () => {
    await setUp()
    const hold = console.xnat.holdRegeneration('MIXED')
    const run = await runWithUnknown(20)
    await hold.reached(1)
    // Nobody is known to be here after a restart: sessions are sealed with keys that only browsers have.
    await console.app.close()
    await hold.storeRest()
    await console.restart()
    await expect.poll(async () => (await stored(run.id))?.verification?.state).toBe('paused')
    expect(exists()).toEqual([])
    admin = await console.signIn('admin')
    expect(await verified(run)).toMatchObject({ verification: { present: 10, missing: 10 } })
    expect(exists()).toHaveLength(20)
  })

  it('goes on where it was after a restart, and asks for no session twice', async () => {
    await setUp({ settings: { VERIFY_PER_SECOND: '40' } })
    const run = await runWithUnknown(60)
    await expect.poll(() => exists().length).toBeGreaterThan(12)
    await console.restart()
    await admin.get('/api/session')
    await verified(run)
    const asked = exists().map(({ path }) => path)
    // What was on its way when the console stopped is asked for again.
    expect(asked.length - new Set(asked).size).toBeLessThanOrEqual(8)
    expect(new Set(asked).size).toBe(60)
  })

  it('stops when XNAT ends the session, and asks to sign in again', async () => {
    await setUp({ settings: { VERIFY_PER_SECOND: '20' } })
    const run = await runWithUnknown(40)
    await expect.poll(() => exists().length).toBeGreaterThan(3)
    console.xnat.expireSessions()
    await expect.poll(async () => (await admin.get('/api/session')).status).toBe(401)
    admin = await console.signIn('admin')
    expect(await verified(run)).toMatchObject({ verification: { total: 40, present: 20, missing: 20 } })
  })

  it('says which sessions could not be asked for', async () => {
    await setUp()
    console.xnat.answerWith(/exists$/, { status: 502, body: '' })
    const run = await runWithUnknown(1)
    expect(await verified(run)).toMatchObject({
      verification: { total: 1, present: 0, missing: 0, notAnswered: 1 },
    })
    expect((await sessionsOf(admin, run))[1]).toMatchObject({ verdict: 'unknown', evidence: 'no-line' })
  })
})

describe('a run over DICOMweb data', () => {
  const slides = { sessions: [{ modality: 'SM' }, { modality: 'SM' }, { modality: 'MR' }] }

  it('is counted from its own lines, and each slide is asked for with its own call', async () => {
    await setUp()
    console.xnat.addProject({ id: 'SLIDES', ...slides })
    const run = await startBulk(admin, project('SLIDES'), { data: 'dicomweb', overwrite: true })
    expect(run).toMatchObject({ data: 'dicomweb' })
    const over = await verified(run)
    expect(over).toMatchObject({
      state: 'finished',
      dicomweb: { enumerated: 3, notSupported: 1, scanned: 2 },
      counts: { total: 3, stored: 0, unknown: 2, waiting: 0 },
      verification: { state: 'done', total: 2, present: 2, missing: 0 },
    })
    expect((await sessionsOf(admin, run)).map(({ evidence }) => evidence)).toEqual([
      'checked-present',
      'checked-present',
      'not-supported',
    ])
    expect(await sessionsOf(admin, run, 'show=failures')).toHaveLength(2)
    expect(exists().every(({ path }) => path.startsWith('/xapi/viewerDicomweb/'))).toBe(true)
    const [call] = console.xnat.calls.to('POST', /viewerDicomweb/)
    expect(call?.path).toBe('/xapi/viewerDicomweb/projects/SLIDES?overwrite=true')
  })

  it('does not hold up, and is not taken for, a run over viewer metadata of the same project', async () => {
    await setUp()
    console.xnat.addProject({ id: 'SLIDES', ...slides })
    const hold = console.xnat.holdRegeneration('SLIDES')
    const run = await startBulk(admin, project('SLIDES'))
    await fetch(`${console.xnat.url}/xapi/viewerDicomweb/projects/SLIDES`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('admin:admin')}`, 'user-agent': 'curl/8.0' },
    })
    const other = await runSeen(admin, ({ kind }) => kind === 'adopted').catch(() => undefined)
    const [found] = other ? [other] : await listRuns(admin, { kind: 'adopted' })
    expect(found).toMatchObject({ data: 'dicomweb', projectId: 'SLIDES' })
    hold.storeRest()
    expect(await runOver(admin, run)).toMatchObject({ data: 'viewer', state: 'finished' })
  })
})

describe('an adopted run', () => {
  it('is named by XNAT as soon as an admin is there', async () => {
    await setUp()
    console.xnat.addProject({
      id: 'LIVER',
      title: 'Liver study',
      sessions: [{ label: 'MR_1', subject: 'S-1' }],
    })
    await fetch(`${console.xnat.url}/xapi/viewer/projects/LIVER/subjects/XNAT_S00001`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('admin:admin')}`, 'user-agent': 'curl/8.0' },
    })
    await expect
      .poll(() => listRuns(admin, { kind: 'adopted' }))
      .toMatchObject([
        {
          scope: 'subject',
          targetId: 'XNAT_S00001',
          targetLabel: 'S-1',
          projectId: 'LIVER',
          projectTitle: 'Liver study',
        },
      ])
    const [run] = await listRuns(admin, { kind: 'adopted' })
    if (!run) throw new Error('there is none')
    await expect
      .poll(() => sessionsOf(admin, run))
      .toMatchObject([{ label: 'MR_1', subjectLabel: 'S-1', projectId: 'LIVER' }])
    expect(await sessionsOf(admin, run, 'search=mr_1')).toHaveLength(1)
  })
})
