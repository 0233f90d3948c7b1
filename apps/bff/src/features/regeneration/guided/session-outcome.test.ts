import type { LogRun, LogSession } from '@ohif-admin/ohif-log'
import { describe, expect, it } from 'vitest'
import { type Facts, isAtWork, outcomeOf, type Sighting } from './session-outcome.ts'

const PATIENCE = { logDelayMs: 5_000, silenceMs: 3_600_000 }
const ANSWERED: Facts = {
  answer: { outcome: 'answered', status: 200 } as Facts['answer'],
  sinceAnswerMs: 0,
  sightings: [],
  silentMs: 0,
  logReadable: true,
}
const refused = (status: number, said = ''): Facts => ({
  ...ANSWERED,
  answer: { outcome: 'refused', status, said } as Facts['answer'],
})
const lost = (more: Partial<Facts> = {}): Facts => ({
  ...ANSWERED,
  answer: { outcome: 'gateway-timeout', status: 504 } as Facts['answer'],
  ...more,
})

/** What the log shows of the call, with what matters to the verdict. */
function seen(run: Partial<LogRun>, session?: Partial<LogSession>): Sighting {
  const times = {
    startedAt: '2024-03-12 10:00:00,000',
    endedAt: '2024-03-12 10:00:01,500',
    durationMs: 1_500,
  }
  return {
    run: { outcome: 'running', error: null, ...times, ...run } as LogRun,
    session:
      session && ({ beganAt: null, endedAt: null, tookMs: null, reason: null, ...session } as LogSession),
  }
}
const DONE = seen(
  { outcome: 'completed' },
  { state: 'done', migrated: false, beganAt: 'B', endedAt: 'E', tookMs: 7 },
)
const COPIED = seen({ outcome: 'completed' }, { state: 'done', migrated: true })
const OPEN = seen({ outcome: 'running' }, { state: 'in-work' })
const ERROR = seen({ outcome: 'failed', error: 'disk full' }, { state: 'failed', evidence: 'explicit-error' })
const SILENT = seen({ outcome: 'failed' }, { state: 'failed', evidence: 'no-done-line-at-end' })
const LOST = seen({ outcome: 'lost' }, { state: 'unknown' })

const verdict = (facts: Facts) => {
  const told = outcomeOf(facts, PATIENCE)
  return told && [told.verdict, told.evidence]
}

describe('a session whose call XNAT answered with 200', () => {
  it('is stored when the log says so, with the times of the log', () =>
    expect(outcomeOf({ ...ANSWERED, sightings: [DONE] }, PATIENCE)).toEqual({
      verdict: 'stored',
      evidence: null,
      reason: null,
      beganAt: 'B',
      endedAt: 'E',
      tookMs: 7,
    }))
  it('is migrated when the log says that it was only copied', () =>
    expect(verdict({ ...ANSWERED, sightings: [COPIED] })).toEqual(['migrated', null]))
  it('is waited for as long as its line may be on its way', () =>
    expect(verdict({ ...ANSWERED, sinceAnswerMs: 5_000 })).toBeUndefined())
  it('is unknown, not stored, when the line does not come', () =>
    expect(verdict({ ...ANSWERED, sinceAnswerMs: 5_001 })).toEqual(['unknown', 'http-ok-no-line']))
  it('is stored by HTTP alone when no log can be read, and says so', () =>
    expect(verdict({ ...ANSWERED, logReadable: false })).toEqual(['stored', 'log-not-seen']))
})

describe('a session whose call XNAT refused', () => {
  it('lacks a right with 403, whatever the log says', () =>
    expect(verdict({ ...refused(403), sightings: [DONE] })).toEqual(['failed', 'rights-missing']))
  it('failed with the reason of the log, which says more than the answer', () =>
    expect(outcomeOf({ ...refused(500, 'said'), sightings: [ERROR] }, PATIENCE)).toMatchObject({
      verdict: 'failed',
      evidence: 'explicit-error',
    }))
  it('is waited for after a 500, whose line may be on its way', () => {
    expect(verdict({ ...refused(500), sinceAnswerMs: 5_000 })).toBeUndefined()
    expect(verdict({ ...refused(500), sinceAnswerMs: 5_001 })).toEqual(['failed', 'http-error'])
    expect(verdict({ ...refused(500), logReadable: false })).toEqual(['failed', 'http-error'])
  })
  it('failed at once for any other refusal, with what XNAT said', () => {
    expect(outcomeOf(refused(422, 'No session found'), PATIENCE)?.reason).toBe('No session found')
    expect(outcomeOf(refused(422), PATIENCE)?.reason).toBe('HTTP 422')
  })
})

describe('a session whose answer was lost', () => {
  it.each([
    ['stored', { sightings: [DONE] }, ['stored', null]],
    ['migrated', { sightings: [COPIED] }, ['migrated', null]],
    ['failed with an error', { sightings: [ERROR] }, ['failed', 'explicit-error']],
    ['failed without a word', { sightings: [SILENT] }, ['silent-failure', 'no-done-line-at-end']],
    ['lost by a restart', { sightings: [LOST] }, ['unknown', 'run-lost']],
    ['at work', { sightings: [OPEN], silentMs: 3_600_000 }, undefined],
    ['silent for too long', { sightings: [OPEN], silentMs: 3_600_001 }, ['unknown', 'no-line']],
    ['nowhere, yet', { sinceAnswerMs: 60_000 }, undefined],
    ['nowhere', { sinceAnswerMs: 60_001 }, ['unknown', 'no-line']],
    ['not to be seen', { logReadable: false }, ['unknown', 'log-not-seen']],
  ] as const)('is what the log shows: %s', (_what, facts, expected) =>
    expect(verdict(lost(facts))).toEqual(expected),
  )

  it('is what a later attempt came to, when somebody else built it after it had failed', () =>
    expect(verdict(lost({ sightings: [ERROR, DONE] }))).toEqual(['stored', null]))

  it('is judged alike when the process that sent the call is gone', () =>
    expect(verdict(lost({ answer: 'not-known', sightings: [SILENT] }))).toEqual([
      'silent-failure',
      'no-done-line-at-end',
    ]))
})

it.each(['signed-out', 'not-sent'])('a call that was %s has no outcome: the session is put back', (outcome) =>
  expect(verdict(lost({ answer: { outcome } as Facts['answer'], sightings: [DONE] }))).toBeUndefined(),
)

it('a call that is open has no outcome, whatever the log says already', () =>
  expect(verdict(lost({ answer: 'pending', sightings: [DONE] }))).toBeUndefined())

it('XNAT may be at work on everything it has not answered', () => {
  expect([ANSWERED, refused(500)].map(isAtWork)).toEqual([false, false])
  const open = [lost(), lost({ answer: 'pending' }), lost({ answer: 'not-known' })]
  expect(open.map(isAtWork)).toEqual([true, true, true])
})
