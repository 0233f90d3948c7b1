import { randomUUID } from 'node:crypto'
import type { CoverageScanId, CoverageState, ProjectId } from '@ohif-admin/contracts'
import { beforeEach, expect, test } from 'vitest'
import { createCoverageListsRepository } from './coverage-lists.ts'
import type { Look } from './coverage-queue.ts'
import { createCoverageScansRepository, type StoredScan } from './coverage-scans.ts'
import { createCoverageSessionsRepository, type ListedLook } from './coverage-sessions.ts'
import { createRunsRepository } from './runs.ts'
import { describeEngines, useFreshDatabase } from './testing/engines.ts'
import { makeRun } from './testing/make-run.ts'

function makeScan(changes: Partial<StoredScan> = {}): StoredScan {
  return {
    id: randomUUID() as CoverageScanId,
    targetKey: 'project LIVER',
    projectId: 'LIVER' as ProjectId,
    projectTitle: 'Liver',
    take: 'all',
    state: 'listing',
    waitingFor: null,
    failure: null,
    wanted: 'go',
    startedBy: 'ada',
    asks: 'ada',
    startedAt: 1_000,
    endedAt: null,
    perSecond: 10,
    total: null,
    valid: 0,
    missing: 0,
    unknown: 0,
    ...changes,
  }
}

const makeListed = (sessionId: string, changes: Partial<ListedLook> = {}): ListedLook => ({
  projectId: 'LIVER',
  sessionId,
  data: 'viewer',
  label: `label ${sessionId}`,
  subjectLabel: 'subject',
  ...changes,
})

describeEngines('what is known of sessions', (testEngine) => {
  const database = useFreshDatabase(testEngine)
  const scans = () => createCoverageScansRepository(database())
  const sessions = () => createCoverageSessionsRepository(database())
  const lists = () => createCoverageListsRepository(database())
  const scan = makeScan()
  const all = { data: 'viewer', projects: null } as const
  const page = (sort: 'project' | 'looked' | '-looked' = 'project') =>
    lists().page(all, { sort, offset: 0, limit: 100 })
  const look = (sessionId: string, state: Look['state'], at: number): Look => ({
    ...makeListed(sessionId),
    state,
    reason: state === 'unknown' ? 'failed' : null,
    at,
  })

  beforeEach(async () => {
    await scans().insert(scan)
    await sessions().list(scan, [makeListed('A'), makeListed('B'), makeListed('C')], 1_000)
  })

  test('begins as listed and not looked at', async () => {
    expect(await scans().left(scan.id)).toBe(3)
    expect((await page()).rows.map(({ sessionId, state }) => [sessionId, state])).toEqual([
      ['A', 'never'],
      ['B', 'never'],
      ['C', 'never'],
    ])
  })

  test('counts an answer once, however often it is written', async () => {
    const answers = [look('A', 'valid', 2_000), look('B', 'unknown', 2_000)]
    await scans().record(scan.id, answers)
    await scans().record(scan.id, answers)
    expect(await scans().find(scan.id)).toMatchObject({ valid: 1, missing: 0, unknown: 1 })
    expect(await scans().left(scan.id)).toBe(1)
    expect(await lists().counts('viewer')).toEqual([
      {
        projectId: 'LIVER',
        counts: { total: 3, valid: 1, missing: 0, changed: 0, unknown: 1, never: 1 },
        oldestLookAt: 2_000,
        newestLookAt: 2_000,
        listedAt: 1_000,
      },
    ])
  })

  test('is queued in the order of projects and sessions, from any place on', async () => {
    await sessions().list(
      scan,
      [makeListed('A', { data: 'dicomweb' }), makeListed('Z', { projectId: 'KNEE' })],
      1,
    )
    const queued = await scans().next(scan.id, undefined, 3)
    expect(queued.map(({ projectId, sessionId, data }) => `${projectId} ${sessionId} ${data}`)).toEqual([
      'KNEE Z viewer',
      'LIVER A dicomweb',
      'LIVER A viewer',
    ])
    expect(await scans().next(scan.id, queued.at(-1), 9)).toMatchObject([
      { sessionId: 'B' },
      { sessionId: 'C' },
    ])
  })

  test('can be listed again: what is known stays, and only what is asked for is queued', async () => {
    await scans().record(scan.id, [look('A', 'valid', 2_000), look('B', 'missing', 2_000)])
    await scans().end(scan.id, { state: 'done', failure: null, at: 3_000 })
    const again = makeScan({ take: 'not-valid' })
    await scans().insert(again)
    const listed = [makeListed('A', { label: 'renamed' }), makeListed('B')]
    for (let times = 0; times < 2; times += 1) await sessions().list(again, listed, 4_000)
    expect(await scans().next(again.id, undefined, 9)).toMatchObject([{ sessionId: 'B' }])
    await sessions().forgetUnlisted('LIVER', 4_000)
    expect((await page()).rows).toMatchObject([
      { sessionId: 'A', label: 'renamed', state: 'valid', lookedAt: '1970-01-01T00:00:02.000Z' },
      { sessionId: 'B', state: 'missing' },
    ])
  })

  test('of a scan that is over nothing is left in the queue, also when emptying it was cut off', async () => {
    await scans().end(scan.id, { state: 'cancelled', failure: null, at: 3_000 })
    expect(await scans().left(scan.id)).toBe(0)
    await sessions().list(scan, [makeListed('A')], 1_000)
    await scans().sweep()
    expect(await scans().left(scan.id)).toBe(0)
    expect(await scans().order(scan.id, { wanted: 'go' })).toBe(false)
  })

  test('is scanned once at a time for each target', async () => {
    await expect(scans().insert(makeScan())).rejects.toMatchObject({ kind: 'conflict' })
    await scans().end(scan.id, { state: 'done', failure: null, at: 3_000 })
    await scans().insert(makeScan())
    expect((await scans().open()).length).toBe(1)
  })

  test('has what was never looked at as the oldest', async () => {
    await scans().record(scan.id, [look('A', 'valid', 9_000), look('C', 'valid', 2_000)])
    const ids = async (sort: 'looked' | '-looked') =>
      (await page(sort)).rows.map(({ sessionId }) => sessionId)
    expect(await ids('looked')).toEqual(['B', 'C', 'A'])
    expect(await ids('-looked')).toEqual(['A', 'C', 'B'])
  })

  test('changes with a run only when the run is newer, and what was valid stays so', async () => {
    await scans().record(scan.id, [
      look('A', 'valid', 2_000),
      look('B', 'missing', 2_000),
      look('C', 'missing', 9_000),
    ])
    const run = makeRun({ startedAt: 3_000 })
    await createRunsRepository(database()).insertIntent(run)
    await createRunsRepository(database()).finish(run.id, { state: 'finished', reason: null, endedAt: 5_000 })
    expect(await sessions().runsToTakeOver()).toEqual([run.id])
    const effects = ['A', 'B', 'C'].map((sessionId) => ({ sessionId, verdict: 'stored' as const }))
    await sessions().takeOver({ id: run.id, data: 'viewer', endedAt: 5_000 }, effects)
    await sessions().markTakenOver(run.id)
    const known = (await page()).rows.map(({ state, change }): [CoverageState, boolean] => [
      state,
      change !== null,
    ])
    expect(known).toEqual([
      ['valid', true],
      ['changed', true],
      ['missing', false],
    ])
    expect(await sessions().runsToTakeOver()).toEqual([])
  })
})
