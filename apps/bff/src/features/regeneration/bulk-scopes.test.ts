import { Impact } from '@ohif-admin/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../testing/browser.ts'
import { type ConsoleOptions, startConsole, type TestConsole } from '../../testing/console.ts'
import { bulkStart, listRuns, runOver, runSeen, runUntil, sessionsOf, startBulk } from '../../testing/runs.ts'
import { blockRoad } from '../../testing/slow-road.ts'

let console: TestConsole
let admin: Browser

async function setUp(options: ConsoleOptions = {}) {
  console = await startConsole(options)
  console.xnat.addProject({
    id: 'LIVER',
    title: 'Liver study',
    sessions: [
      { label: 'A1', subject: 'ANNA' },
      { label: 'A2', subject: 'ANNA' },
      { label: 'B1', subject: 'BERT' },
    ],
  })
  console.xnat.addProject({ id: 'KNEE', sessions: [{ label: 'C1', subject: 'CARL' }] })
  admin = await console.signIn('admin')
}
afterEach(() => console[Symbol.asyncDispose]())

const subjectId = (label: string) =>
  console.xnat.subjects().find((subject) => subject.label === label)?.id ?? ''
const posts = () => console.xnat.calls.to('POST', /^\/xapi\/viewer/).map(({ path }) => path)
const curl = (path: string) =>
  fetch(`${console.xnat.url}/xapi/${path}`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('admin:admin')}`, 'user-agent': 'curl/8.0' },
  })

describe('a bulk run', () => {
  it('of a subject covers its sessions, by one call with ids', async () => {
    await setUp()
    const target = { scope: 'subject', projectId: 'LIVER', subjectId: subjectId('ANNA') }
    const over = await runOver(admin, await startBulk(admin, target))
    expect(over).toMatchObject({
      state: 'finished',
      scope: 'subject',
      projectId: 'LIVER',
      targetId: subjectId('ANNA'),
      targetLabel: 'ANNA',
      expected: 2,
      counts: { total: 2, stored: 2 },
    })
    expect((await sessionsOf(admin, over)).map(({ label }) => label)).toEqual(['A1', 'A2'])
    expect(posts()).toEqual([`/xapi/viewer/projects/LIVER/subjects/${subjectId('ANNA')}`])
  })

  it('of the site covers every image session, and knows the project of each', async () => {
    await setUp()
    const impact = await admin.post('/api/runs/impact', { kind: 'bulk', target: { scope: 'site' } })
    const { confirm } = Impact.parse(impact.json)
    const over = await runOver(admin, await startBulk(admin, { scope: 'site' }, { confirm: confirm ?? '' }))
    expect(over).toMatchObject({ scope: 'site', projectId: null, counts: { total: 4, stored: 4 } })
    expect((await sessionsOf(admin, over)).map(({ projectId }) => projectId)).toEqual([
      'LIVER',
      'LIVER',
      'LIVER',
      'KNEE',
    ])
    expect(posts()).toEqual(['/xapi/viewer/generate-all-metadata'])
  })

  it.each([
    ['a label', () => ({ scope: 'subject', projectId: 'LIVER', subjectId: 'ANNA' }), 'label-not-id'],
    [
      'a subject there is none of',
      () => ({ scope: 'subject', projectId: 'LIVER', subjectId: 'XNAT_S99999' }),
      'not-found',
    ],
    [
      'a subject of another project',
      () => ({ scope: 'subject', projectId: 'LIVER', subjectId: subjectId('CARL') }),
      'not-found',
    ],
    ['a project there is none of', () => ({ scope: 'project', projectId: 'NOWHERE' }), 'not-found'],
  ])('of %s is refused before XNAT sees it, with the reason', async (_what, target, code) => {
    await setUp()
    const answer = await admin.post('/api/runs', bulkStart(target()))
    expect(answer.json).toMatchObject({ code })
    expect(posts()).toEqual([])
    expect(await listRuns(admin)).toEqual([])
  })

  it('shows that XNAT is looking for sessions, for as long as it does', async () => {
    await setUp()
    console.xnat.setDiscovery(1_500)
    const run = await startBulk(admin, { scope: 'project', projectId: 'LIVER' })
    await runUntil(admin, run, ({ state, counts }) => state === 'discovering' && counts.total === null)
    expect(await runOver(admin, run)).toMatchObject({ state: 'finished', counts: { total: 3 } })
  })

  it.each(['3.4.0', '3.6.0', '3.7.2'])('is read alike from the log of plugin %s', async (pluginVersion) => {
    await setUp({ xnat: { pluginVersion } })
    const over = await runOver(admin, await startBulk(admin, { scope: 'project', projectId: 'LIVER' }))
    expect(over).toMatchObject({ state: 'finished', counts: { total: 3, stored: 3, unknown: 0 } })
  })

  it('does not count what events rebuild meanwhile, although the ids are the same', async () => {
    await setUp()
    const [session] = console.xnat.sessions('KNEE')
    const hold = console.xnat.holdRegeneration('KNEE')
    await using log = await admin.listen('log')
    const events = [console.xnat.archiveEvent(session?.id ?? '')]
    await hold.reached(1)
    console.xnat.failNext('explicit-error')
    events.push(console.xnat.archiveEvent(session?.id ?? ''))
    await hold.reached(2)
    const run = await startBulk(admin, { scope: 'project', projectId: 'KNEE' })
    await hold.reached(3)
    // Both events come to their end, one well and one badly, while the run is at work on the same session.
    for (const line of ['metadata created and stored', 'Jsonifier exception']) {
      await hold.storeOne()
      await log.until(({ type, ...message }) => type === 'log' && JSON.stringify(message).includes(line))
    }
    await Promise.all(events)
    const counts = { total: 1, stored: 0, inWork: 1, failed: 0, silentFailure: 0 }
    expect(await runUntil(admin, run, (now) => now.counts.total === 1)).toMatchObject({ counts })
    await hold.storeRest()
    const over = await runOver(admin, run)
    expect(over).toMatchObject({ state: 'finished', counts: { ...counts, stored: 1, inWork: 0 } })
  })

  it('counts apart what was only migrated, and leaves it for a second pass', async () => {
    await setUp()
    console.xnat.addProject({ id: 'OLD', sessions: [{ document: 'old' }, { document: 'old' }, {}] })
    const first = await runOver(admin, await startBulk(admin, { scope: 'project', projectId: 'OLD' }))
    expect(first.counts).toMatchObject({ total: 3, stored: 1, migrated: 2 })
    expect((await sessionsOf(admin, first, 'show=migrated')).map(({ verdict }) => verdict)).toEqual([
      'migrated',
      'migrated',
    ])
    const second = await runOver(admin, await startBulk(admin, { scope: 'project', projectId: 'OLD' }))
    expect(second.counts).toMatchObject({ stored: 3, migrated: 0 })
  })
})

describe('a run that fails before it has sessions', () => {
  it('failed to start, with the words of the log, and the lock is free', async () => {
    await setUp()
    await using road = await blockRoad(console, `/xapi/viewer/projects/LIVER/subjects/${subjectId('BERT')}`)
    const target = { scope: 'subject', projectId: 'LIVER', subjectId: subjectId('BERT') }
    const run = await startBulk(admin, target)
    await road.reached
    // Moved to another project between our look and XNAT's.
    const subject = console.xnat.subjects().find(({ label }) => label === 'BERT')
    if (subject) subject.project = 'KNEE'
    road.clear()
    expect(await runOver(admin, run)).toMatchObject({
      state: 'failed-to-start',
      detail: expect.stringContaining('not found in project'),
      counts: { stored: 0 },
    })
    expect(console.xnat.locked).toBe(false)
  })

  it('failed to start also when somebody else began it', async () => {
    await setUp()
    await curl('viewer/projects/NOWHERE')
    const run = await runSeen(admin, ({ kind }) => kind === 'adopted').catch(() => undefined)
    const [found] = run ? [run] : await listRuns(admin, { kind: 'adopted' })
    if (!found) throw new Error('it was not adopted')
    expect(await runOver(admin, found)).toMatchObject({ state: 'failed-to-start', reason: 'run-error' })
  })
})

describe('a run without a line for long', () => {
  it('is said to be silent, not failed, and goes on', async () => {
    await setUp()
    const hold = console.xnat.holdRegeneration('LIVER')
    const run = await startBulk(admin, { scope: 'project', projectId: 'LIVER' })
    await runUntil(admin, run, ({ state }) => state === 'running')
    console.clock.advance(6 * 60_000)
    const silent = await runUntil(admin, run, ({ stalled }) => stalled !== null)
    expect(silent).toMatchObject({ state: 'running', stalled: { usualMs: 5 * 60_000 } })
    expect(silent.stalled?.silentMs).toBeGreaterThan(6 * 60_000 - 1_000)
    await hold.storeRest()
    expect(await runOver(admin, run)).toMatchObject({ state: 'finished', stalled: null })
  })

  it('is measured by the longest silence of past runs on this site', async () => {
    await setUp()
    const hold = console.xnat.holdRegeneration('LIVER')
    const first = await startBulk(admin, { scope: 'project', projectId: 'LIVER' })
    await runUntil(admin, first, ({ state }) => state === 'running')
    console.clock.advance(20 * 60_000)
    await hold.storeRest()
    await runOver(admin, first)
    const again = console.xnat.holdRegeneration('LIVER')
    const second = await startBulk(admin, { scope: 'project', projectId: 'LIVER' })
    await runUntil(admin, second, ({ state }) => state === 'running')
    console.clock.advance(19 * 60_000)
    await expect.poll(async () => (await listRuns(admin, { limit: 1 }))[0]).toMatchObject({ stalled: null })
    console.clock.advance(2 * 60_000)
    const silent = await runUntil(admin, second, ({ stalled }) => stalled !== null)
    expect(silent.stalled?.usualMs).toBeGreaterThan(19 * 60_000)
    await again.storeRest()
  })
})
