import type { RunSession, Verdict } from '@ohif-admin/contracts'
import { beforeEach, expect, test } from 'vitest'
import { createRunSessionsRepository } from './run-sessions.ts'
import { createRunsRepository } from './runs.ts'
import { describeEngines, useFreshDatabase } from './testing/engines.ts'
import { makeRun } from './testing/make-run.ts'

const makeSession = (position: number, changes: Partial<RunSession> = {}): RunSession => ({
  position,
  sessionId: `XNAT_E${String(position).padStart(5, '0')}`,
  projectId: 'LIVER',
  label: `session ${position}`,
  subjectLabel: `subject ${position}`,
  verdict: 'stored',
  evidence: null,
  reason: null,
  beganAt: '2026-03-12 10:15:02,118',
  endedAt: null,
  tookMs: 1_234,
  ...changes,
})

describeEngines('run sessions', (testEngine) => {
  const database = useFreshDatabase(testEngine)
  const repository = () => createRunSessionsRepository(database())
  const run = makeRun()
  const runId = run.id
  const page = (query: { verdicts?: Verdict[]; search?: string; offset?: number; limit?: number } = {}) =>
    repository().page({ runId, offset: 0, limit: 100, ...query })
  const found = async (search: string) => (await page({ search })).rows.map((row) => row.position)

  beforeEach(async () => {
    await createRunsRepository(database()).insertIntent(run)
  })

  test('come back as they were written, in the order of the run', async () => {
    const sessions = [
      makeSession(0),
      makeSession(1, {
        verdict: 'failed',
        evidence: 'explicit-error',
        reason: 'java.lang: boom',
        label: null,
      }),
      makeSession(2, { subjectLabel: null, beganAt: null, tookMs: null, verdict: 'waiting' }),
    ]
    await repository().replaceAll(runId, [...sessions].reverse())
    expect(await page()).toEqual({ rows: sessions, total: 3 })
  })

  test('are replaced as a whole, of one run only', async () => {
    const other = makeRun({ state: 'finished', endedAt: 1 })
    await createRunsRepository(database()).insertIntent(other)
    await repository().replaceAll(other.id, [makeSession(0)])
    await repository().replaceAll(runId, [makeSession(0), makeSession(1)])
    await repository().replaceAll(runId, [makeSession(5, { verdict: 'unknown' })])
    expect(await page()).toMatchObject({ rows: [{ position: 5, verdict: 'unknown' }], total: 1 })
    expect(await repository().page({ runId: other.id, offset: 0, limit: 10 })).toMatchObject({ total: 1 })
    await repository().replaceAll(runId, [])
    expect(await page()).toEqual({ rows: [], total: 0 })
  })

  test('stay as they were when replacing them fails half-way', async () => {
    await repository().replaceAll(runId, [makeSession(0)])
    const twice = [...Array.from({ length: 700 }, (_, index) => makeSession(index)), makeSession(699)]
    await expect(repository().replaceAll(runId, twice)).rejects.toMatchObject({ kind: 'conflict' })
    expect(await page()).toMatchObject({ total: 1 })
  })

  test('are paged, and the total counts past the page', async () => {
    await repository().replaceAll(
      runId,
      Array.from({ length: 1_203 }, (_, index) => makeSession(index)),
    )
    const { rows, total } = await page({ offset: 1_200, limit: 200 })
    expect(rows.map((row) => row.position)).toEqual([1_200, 1_201, 1_202])
    expect(total).toBe(1_203)
    expect(await page({ offset: 5_000 })).toEqual({ rows: [], total: 1_203 })
  })

  test('are counted and filtered by verdict', async () => {
    const verdicts: Verdict[] = ['stored', 'failed', 'stored', 'silent-failure', 'unknown']
    const sessions = verdicts.map((verdict, position) => makeSession(position, { verdict }))
    await repository().replaceAll(runId, sessions)
    const failures = await page({ verdicts: ['failed', 'silent-failure', 'unknown'], limit: 2 })
    expect(failures).toMatchObject({ rows: [{ position: 1 }, { position: 3 }], total: 3 })
    expect(await repository().countByVerdict(runId)).toEqual({
      stored: 2,
      migrated: 0,
      failed: 1,
      'silent-failure': 1,
      unknown: 1,
      'in-work': 0,
      waiting: 0,
    })
  })

  test('are searched by id, label and subject, without regard to case', async () => {
    await repository().replaceAll(runId, [
      makeSession(0, { sessionId: 'XNAT_E00042' }),
      makeSession(1, { label: 'Scan of MÜLLER' }),
      makeSession(2, { subjectLabel: 'müller-2', label: null }),
      makeSession(3, { reason: 'müller' }),
    ])
    expect(await found('xnat_e00042')).toEqual([0])
    expect(await found('Müller')).toEqual([1, 2])
    expect(await page({ search: 'müller', verdicts: ['failed'] })).toEqual({ rows: [], total: 0 })
  })

  test('are searched for the text as it is written: wildcards and quotes are letters', async () => {
    const labels = ['100% done', '100 done', 'a_b', 'axb', "o'hara", 'back\\slash', 'no!']
    await repository().replaceAll(
      runId,
      labels.map((label, position) => makeSession(position, { label })),
    )
    expect(await found('100%')).toEqual([0])
    expect(await found('a_b')).toEqual([2])
    expect(await found("o'h")).toEqual([4])
    expect(await found('k\\s')).toEqual([5])
    expect(await found('o!')).toEqual([6])
  })

  test('replaced by two consoles at once are one of the two', async () => {
    const make = (verdict: Verdict) =>
      Array.from({ length: 900 }, (_, index) => makeSession(index, { verdict }))
    await Promise.all([
      repository().replaceAll(runId, make('stored')),
      repository().replaceAll(runId, make('failed')),
    ])
    const { stored, failed } = await repository().countByVerdict(runId)
    expect([stored, failed].sort((one, other) => one - other)).toEqual([0, 900])
  })

  test('keep the reason of a torn log line', async () => {
    await repository().replaceAll(runId, [makeSession(0, { reason: 'torn\0\0' })])
    expect(await page()).toMatchObject({ rows: [{ reason: 'torn\uFFFD\uFFFD' }] })
  })
})
