import { describe, expect, it } from 'vitest'
import { LOGGERS } from './meaning/loggers.ts'
import { foldOneRun, foldText, statesOf } from './testing/fold-bytes.ts'
import type { Written } from './testing/line.ts'
import { logOf, OTHER_REQUEST, queueOf, REQUEST, say, worker } from './testing/say.ts'

const requested = say.requested('Session A')
const completed = say.completed('Session A')

describe('a session-level run', () => {
  it('is done when its end line comes', () => {
    const run = foldOneRun(logOf(requested, say.began('A', REQUEST), say.stored('A', REQUEST), completed))
    expect(run).toMatchObject({
      kind: 'session',
      scope: 'session',
      target: 'A',
      outcome: 'completed',
      total: 1,
    })
    expect(run.sessions).toMatchObject([{ id: 'A', state: 'done', thread: REQUEST }])
  })

  it('goes through its stages live', () => {
    const lines = logOf(requested, say.began('A', REQUEST), say.stored('A', REQUEST)).split('\n')
    const at = (count: number) => foldOneRun(`${lines.slice(0, count).join('\n')}\n`)
    expect(at(1)).toMatchObject({ outcome: 'running', discovering: false, sessions: [{ state: 'waiting' }] })
    expect(at(2)).toMatchObject({ outcome: 'running', sessions: [{ state: 'in-work' }] })
    expect(at(3)).toMatchObject({ outcome: 'running', sessions: [{ state: 'done' }] })
  })

  it('of a microscopy session has no lines of its own', () => {
    const run = foldOneRun(logOf(requested, completed), { pluginVersion: '3.7.0' })
    expect(run.sessions).toMatchObject([{ state: 'done', beganAt: null, migrated: false }])
  })

  it('fails with the error of the request', () => {
    const run = foldOneRun(logOf(requested, say.began('A', REQUEST), say.advice('disk full')))
    expect(run).toMatchObject({ outcome: 'failed', error: 'Error executing request - disk full' })
    expect(run.sessions).toMatchObject([{ state: 'failed', evidence: 'explicit-error', reason: run.error }])
  })

  it('keeps the reason of the session apart from the error of the request', () => {
    const run = foldOneRun(
      logOf(requested, say.began('A', REQUEST), say.failed('Stale file handle', REQUEST), say.advice('x')),
    )
    expect(run.error).toBe('Error executing request - x')
    expect(run.sessions).toMatchObject([{ state: 'failed', reason: 'Stale file handle' }])
  })

  it('fails when its thread turns to another request', () => {
    const other = [say.checked(REQUEST), say.requested('Session B'), say.requested('All projects')]
    for (const record of other) {
      const { runs } = foldText(logOf(requested, say.began('A', REQUEST), record))
      expect(runs[0]).toMatchObject({ outcome: 'failed', error: null })
      expect(runs[0]?.sessions).toMatchObject([{ state: 'failed', evidence: 'no-done-line-at-end' }])
    }
  })

  it('can run many at once, for the same session too, and beside a bulk run', () => {
    const { runs } = foldText(
      logOf(
        queueOf(1, 'A'),
        say.requested('Session A', 'exec-3'),
        say.requested('Session A', 'exec-4'),
        say.began('A', 'exec-4'),
        say.began('A', 'exec-3'),
        say.began('A', worker(1)),
        say.stored('A', 'exec-3'),
        say.completed('Session A', 'exec-3'),
      ),
    )
    expect(runs.map((run) => `${run.kind} ${run.outcome} ${statesOf(run)}`)).toEqual([
      'bulk running A:in-work',
      'session completed A:done',
      'session running A:in-work',
    ])
  })

  it('is not opened by a refusal', () => {
    const refused = { ...requested, message: 'Experiment A is not part of Project OTHER' }
    expect(foldText(logOf(refused)).runs).toEqual([])
  })

  it('is found by its end line when its start was not seen, and is no viewer then', () => {
    const { runs, fold } = foldText(logOf(say.migrating('A', REQUEST), say.stored('A', REQUEST), completed))
    expect(runs).toMatchObject([{ kind: 'session', outcome: 'completed', startedAt: null, target: 'A' }])
    expect(runs[0]?.sessions).toMatchObject([{ state: 'done', migrated: true }])
    expect(fold.otherGeneration).toEqual([])
  })

  it('of which too many are open is given up, so that memory stays bounded', () => {
    const lines = Array.from({ length: 1005 }, (_, index) =>
      say.requested(`Session S${index}`, `exec-${index}`),
    )
    const { runs, fold } = foldText(logOf(lines))
    expect(fold.openRuns).toHaveLength(1000)
    expect(runs.filter(({ lostBecause }) => lostBecause === 'superseded')).toHaveLength(5)
  })
})

describe('sessions built outside of runs', () => {
  const trigger = (message: string): Written => ({
    thread: 'reactorDispatcher-1',
    level: 'DEBUG',
    logger: LOGGERS.listener,
    message,
  })
  const thread = 'reactorDispatcher-1'

  it('say which event of whom built them', () => {
    const text = (message: string) => logOf(trigger(message), say.began('A', thread), say.stored('A', thread))
    const other = (message: string) => foldText(text(message)).fold.otherGeneration[0]
    expect(
      other('Rebuilding viewer JSON metadata for ID: A User: jo Trigger event: Renamed (subject)'),
    ).toMatchObject({ trigger: 'event', user: 'jo', event: 'Renamed (subject)', done: true })
    expect(
      other("Rebuilding viewer JSON metadata for experiment: A User: jo Trigger event: 'Merged'"),
    ).toMatchObject({ user: 'jo', event: 'Merged' })
    expect(other('Rebuilding viewer JSON metadata for experiment: A')).toMatchObject({
      user: null,
      event: null,
    })
  })

  it('fail by an error, by an exception of the event, or by the next request on their thread', () => {
    const rebuilding = trigger('Rebuilding viewer JSON metadata for ID: A User: jo Trigger event: Merged')
    const failures: [string, Written][] = [
      ['Stale file handle', say.failed('Stale file handle', thread)],
      ['no row', { ...rebuilding, level: 'WARN', message: 'no row\njava.lang.Exception: no row' }],
    ]
    for (const [reason, record] of failures) {
      const { fold } = foldText(logOf(rebuilding, say.began('A', thread), record))
      expect(fold.otherGeneration).toMatchObject([{ id: 'A', done: false, state: 'failed', reason }])
    }
    const { fold } = foldText(logOf(say.began('A', OTHER_REQUEST), say.checked(OTHER_REQUEST)))
    expect(fold.otherGeneration).toMatchObject([{ state: 'failed', reason: null, trigger: 'viewer' }])
  })

  it('are counted without end but listed only in part', () => {
    const visits = Array.from({ length: 2500 }, (_, index) => [
      say.began(`S${index}`, OTHER_REQUEST),
      say.stored(`S${index}`, OTHER_REQUEST),
    ])
    const { fold } = foldText(logOf(...visits))
    expect(fold.otherGenerationCounts).toEqual({ total: 2500, viewer: 2500, event: 0 })
    expect(fold.otherGeneration).toHaveLength(1000)
    expect(fold.otherGeneration.at(-1)).toMatchObject({ id: 'S2499', done: true })
  })
})

describe('a session-level run of plugin 2.1', () => {
  it('ends with its done line, for there is no other', () => {
    const run = foldOneRun(
      logOf(say.legacySession('A'), say.legacyBegan(REQUEST), say.legacyStored('A', REQUEST)),
    )
    expect(run).toMatchObject({ kind: 'session', target: 'A', outcome: 'completed' })
    expect(statesOf(run)).toBe('A:done')
  })

  it('fails with its error', () => {
    const run = foldOneRun(
      logOf(say.legacySession('A'), say.legacyBegan(REQUEST), say.legacyFailed('disk full', REQUEST)),
    )
    expect(run).toMatchObject({
      outcome: 'failed',
      error: 'disk full',
      sessions: [{ state: 'failed', reason: 'disk full' }],
    })
  })

  it('is in work until then', () => {
    const { runs, fold } = foldText(logOf(say.legacySession('A'), say.legacyBegan(REQUEST)))
    expect(statesOf(runs[0])).toBe('A:in-work')
    expect(fold.openRuns).toHaveLength(1)
  })
})
