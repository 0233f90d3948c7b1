import type { RunSession } from '@ohif-admin/contracts'
import { expect, test } from 'vitest'
import { createRunSessionListsRepository } from './run-session-lists.ts'
import { createRunSessionsRepository } from './run-sessions.ts'
import { createRunsRepository } from './runs.ts'
import { describeEngines, useFreshDatabase } from './testing/engines.ts'
import { makeRun } from './testing/make-run.ts'

type Outcome = Pick<RunSession, 'verdict' | 'evidence'> & { sessionId?: string }

const outcome = (verdict: RunSession['verdict'], evidence: RunSession['evidence'] = null): Outcome => ({
  verdict,
  evidence,
})

describeEngines('lists of the sessions of a run', (testEngine) => {
  const database = useFreshDatabase(testEngine)
  const lists = () => createRunSessionListsRepository(database())

  async function runWith(outcomes: readonly Outcome[]) {
    const run = makeRun({ state: 'finished', endedAt: 1 })
    await createRunsRepository(database()).insertIntent(run)
    const sessions = outcomes.map((one, position) => ({
      position,
      sessionId: `E${position}`,
      projectId: 'LIVER',
      label: null,
      subjectLabel: null,
      reason: null,
      beganAt: null,
      endedAt: null,
      tookMs: null,
      ...one,
    }))
    await createRunSessionsRepository(database()).replaceAll(run.id, sessions)
    return run.id
  }

  const outcomes = [
    outcome('stored'),
    outcome('failed', 'explicit-error'),
    outcome('silent-failure', 'no-done-line-at-end'),
    outcome('unknown', 'no-line'),
    outcome('unknown', 'not-queued'),
    outcome('unknown', 'not-supported'),
    outcome('migrated'),
    outcome('unknown', 'run-lost'),
    outcome('unknown', 'checked-present'),
    outcome('waiting', 'stopped'),
  ]

  test('are what a follow-up of each kind takes', async () => {
    const runId = await runWith([...outcomes, { ...outcome('failed'), sessionId: 'E1' }])
    const taken = async (take: 'failed' | 'migrated' | 'remaining') =>
      (await lists().taken(runId, take)).map(({ sessionId }) => sessionId)
    expect(await taken('failed')).toEqual(['E1', 'E2', 'E3', 'E7', 'E8'])
    expect(await taken('migrated')).toEqual(['E6'])
    expect(await taken('remaining')).toEqual(['E3', 'E7', 'E8', 'E9'])
  })

  test('are what XNAT has still to be asked for, until it is noted', async () => {
    const runId = await runWith(outcomes)
    const undecided = async (after = -1) =>
      (await lists().undecided(runId, after)).map(({ position }) => position)
    expect(await undecided()).toEqual([3, 7])
    expect(await undecided(3)).toEqual([7])
    await lists().setEvidence(runId, 3, 'checked-missing')
    expect(await undecided()).toEqual([7])
    expect(await lists().countByEvidence(runId)).toEqual(
      new Map([
        ['checked-missing', 1],
        ['not-queued', 1],
        ['not-supported', 1],
        ['run-lost', 1],
        ['checked-present', 1],
      ]),
    )
  })

  test('come a thousand at a time', async () => {
    const runId = await runWith(Array.from({ length: 1_002 }, () => outcome('stored')))
    expect(await lists().after(runId, -1)).toHaveLength(1_000)
    expect((await lists().after(runId, 999)).map(({ position }) => position)).toEqual([1_000, 1_001])
    expect(await lists().after(runId, 1_001)).toEqual([])
  })

  test('are compared with those of another run', async () => {
    const before = await runWith([
      outcome('failed'),
      outcome('stored'),
      outcome('unknown'),
      outcome('migrated'),
      outcome('unknown', 'not-queued'),
    ])
    const now = await runWith([
      outcome('stored'),
      outcome('silent-failure'),
      outcome('unknown'),
      outcome('stored'),
      outcome('stored'),
      outcome('stored'),
    ])
    expect(await lists().compare(now, before)).toEqual({
      fixed: 1,
      broken: 1,
      stillFailing: 1,
      onlyNow: 2,
      onlyBefore: 0,
    })
    expect(await lists().compare(before, now)).toMatchObject({ onlyNow: 0, onlyBefore: 2 })
  })
})
