import type { RunData } from '@ohif-admin/contracts'
import type { LogSession } from '@ohif-admin/ohif-log'
import { describe, expect, it } from 'vitest'
import { countVerdicts } from './tally.ts'
import { toRunSession, unseenSessions } from './verdicts.ts'

const session = (changes: Partial<LogSession>): LogSession => ({
  id: 'XNAT_E1',
  position: 0,
  state: 'waiting',
  migrated: false,
  evidence: null,
  reason: null,
  thread: null,
  beganAt: null,
  endedAt: null,
  tookMs: null,
  outcomeOrder: null,
  idInferred: false,
  ...changes,
})
const context = {
  expected: new Map(),
  data: 'viewer' as RunData,
  lost: false,
  gap: false,
  pluginVersion: '3.6.0' as string | null,
}
const verdictOf = (changes: Partial<LogSession>, given: Partial<typeof context> = {}) => {
  const { verdict, evidence } = toRunSession(session(changes), { ...context, ...given })
  return [verdict, evidence]
}

describe('verdict of a session', () => {
  it.each([
    ['waits', {}, {}, ['waiting', null]],
    ['is in work', { state: 'in-work' }, {}, ['in-work', null]],
    ['is stored', { state: 'done' }, {}, ['stored', null]],
    ['was only copied', { state: 'done', migrated: true }, {}, ['migrated', null]],
    [
      'failed with an error',
      { state: 'failed', evidence: 'explicit-error' },
      {},
      ['failed', 'explicit-error'],
    ],
    [
      'failed without a word',
      { state: 'failed', evidence: 'superseded-on-thread' },
      {},
      ['silent-failure', 'superseded-on-thread'],
    ],
    ['left no line before 3.7', { state: 'unknown' }, {}, ['silent-failure', 'no-line-before-3.7']],
    [
      'left no line in a build of 3.5',
      { state: 'unknown' },
      { pluginVersion: '3.5.1-BC' },
      ['silent-failure', 'no-line-before-3.7'],
    ],
    ['left no line in a log with a gap', { state: 'unknown' }, { gap: true }, ['unknown', 'no-line']],
    [
      'began and was lost in a gap',
      { state: 'unknown', beganAt: '2024-03-12 10:15:02,118' },
      {},
      ['unknown', 'no-line'],
    ],
    ['left no line from 3.7', { state: 'unknown' }, { pluginVersion: '3.7.2' }, ['unknown', 'no-line']],
    ['left no line in 3.10', { state: 'unknown' }, { pluginVersion: '3.10.0' }, ['unknown', 'no-line']],
    [
      'left no line in a version nobody knows',
      { state: 'unknown' },
      { pluginVersion: null },
      ['unknown', 'no-line'],
    ],
    [
      'left no line in a version that cannot be read',
      { state: 'unknown' },
      { pluginVersion: 'dev' },
      ['unknown', 'no-line'],
    ],
    ['has no line in a DICOMweb run', { state: 'unknown' }, { data: 'dicomweb' }, ['unknown', 'no-line']],
    [
      'has no DICOMweb data',
      { state: 'unknown', reason: 'Not supported for DICOMweb data generation' },
      { data: 'dicomweb' },
      ['unknown', 'not-supported'],
    ],
    ['was in work when the run was lost', { state: 'in-work' }, { lost: true }, ['unknown', 'run-lost']],
    ['waited when the run was lost', { state: 'waiting' }, { lost: true }, ['unknown', 'run-lost']],
    ['was stored before the run was lost', { state: 'done' }, { lost: true }, ['stored', null]],
  ] as const)('%s', (_name, changes, given, expected) => {
    expect(verdictOf(changes, given)).toEqual(expected)
  })

  it('carries the label XNAT listed, when it listed one', () => {
    const expected = new Map([['XNAT_E1', { projectId: null, label: 'MR1', subjectLabel: 'S1' }]])
    expect(toRunSession(session({}), { ...context, expected })).toMatchObject({
      label: 'MR1',
      subjectLabel: 'S1',
    })
    expect(toRunSession(session({ id: 'XNAT_E2' }), { ...context, expected })).toMatchObject({ label: null })
  })

  it('is counted once', () => {
    const sessions = (['done', 'done', 'failed', 'unknown', 'in-work', 'waiting'] as const).map(
      (state, position) => toRunSession(session({ state, position }), { ...context, pluginVersion: '3.7.2' }),
    )
    const counts = countVerdicts(sessions, 6)
    expect(counts).toEqual({
      total: 6,
      stored: 2,
      migrated: 0,
      failed: 0,
      silentFailure: 1,
      unknown: 1,
      inWork: 1,
      waiting: 1,
    })
  })

  it('is in no count when there was nothing to do', () => {
    const unknown = { state: 'unknown', reason: 'Not supported' } as const
    const slide = toRunSession(session(unknown), { ...context, data: 'dicomweb' })
    expect(countVerdicts([slide], 1)).toMatchObject({ total: 1, unknown: 0 })
  })

  it('is unknown for everything XNAT listed when nobody saw the log', () => {
    const unseen = unseenSessions(
      new Map([
        ['A', { projectId: null, label: 'a', subjectLabel: null }],
        ['B', { projectId: null, label: 'b', subjectLabel: null }],
      ]),
    )
    expect(
      unseen.map(({ position, sessionId, verdict, evidence }) => [position, sessionId, verdict, evidence]),
    ).toEqual([
      [0, 'A', 'unknown', 'log-not-seen'],
      [1, 'B', 'unknown', 'log-not-seen'],
    ])
  })
})
