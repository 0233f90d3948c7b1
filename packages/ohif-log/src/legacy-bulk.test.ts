import { describe, expect, it } from 'vitest'
import { foldOneRun, foldText, statesOf } from './testing/fold-bytes.ts'
import { logOf, OTHER_REQUEST, REQUEST, say, worker } from './testing/say.ts'

const found = ['A', 'B', 'C'].map((id) => say.legacyFound(id))

describe('a site run of plugin 2.1', () => {
  it('begins with its thread count and never ends', () => {
    const run = foldOneRun(logOf(say.threads(2), found))
    expect(run).toMatchObject({
      scope: 'site',
      target: null,
      outcome: 'running',
      threads: 2,
      total: 3,
      totalIsFinal: false,
    })
    expect(run.startedAt).not.toBeNull()
    expect(foldOneRun(logOf(say.threads(2)))).toMatchObject({ scope: null, total: 0 })
  })

  it('works while it is still queueing', () => {
    const run = foldOneRun(
      logOf(
        say.threads(2),
        say.legacyFound('A'),
        say.legacyBegan(worker(1)),
        say.legacyStored('A', worker(1)),
        say.legacyFound('B'),
      ),
    )
    expect(statesOf(run)).toBe('A:done B:waiting')
  })

  it('infers by the order of the queue which session a nameless line means, and says so', () => {
    const run = foldOneRun(
      logOf(
        say.threads(2),
        found,
        say.legacyBegan(worker(2)),
        say.legacyBegan(worker(1)),
        say.legacyFailed('disk full', worker(2)),
      ),
    )
    expect(statesOf(run)).toBe('A:in-work B:failed C:waiting')
    expect(run.sessions[1]).toMatchObject({
      evidence: 'explicit-error',
      idInferred: true,
      reason: 'disk full',
    })
  })

  it('corrects what it inferred when a done line names the session', () => {
    // thread 1 lost A in silence and went on with C; B was taken by thread 2
    const head = [say.threads(2), found, say.legacyBegan(worker(1)), say.legacyBegan(worker(2))].flat()
    expect(statesOf(foldOneRun(logOf(head)))).toBe('A:in-work B:in-work C:waiting')
    expect(statesOf(foldOneRun(logOf(head, say.legacyStored('C', worker(1)))))).toBe(
      'A:waiting B:in-work C:done',
    )
    const swapped = logOf(head, say.legacyStored('B', worker(1)))
    expect(statesOf(foldOneRun(swapped))).toBe('A:in-work B:done C:waiting')
    const failedFirst = logOf(
      head,
      say.legacyFailed('disk full', worker(2)),
      say.legacyStored('B', worker(1)),
    )
    expect(statesOf(foldOneRun(failedFirst))).toBe('A:failed B:done C:waiting')
    expect(foldOneRun(failedFirst).sessions[0]).toMatchObject({ idInferred: true, reason: 'disk full' })
  })

  it('fails a session whose thread begins another', () => {
    const run = foldOneRun(
      logOf(say.threads(1), found, say.legacyBegan(worker(1)), say.legacyBegan(worker(1))),
    )
    expect(statesOf(run)).toBe('A:failed B:in-work C:waiting')
    expect(run.sessions[0]).toMatchObject({ evidence: 'superseded-on-thread', idInferred: true })
  })

  it('calls a session unknown that was taken and never heard of, once nothing else is in work', () => {
    const head = [say.threads(2), found, say.legacyBegan(worker(1)), say.legacyStored('A', worker(1))].flat()
    expect(statesOf(foldOneRun(logOf(head)))).toBe('A:done B:unknown C:waiting')
    expect(statesOf(foldOneRun(logOf(head, say.legacyBegan(worker(2)))))).toBe('A:done B:in-work C:waiting')
  })

  it('is over when its request thread does something else', () => {
    const done = [say.legacyBegan(worker(1)), say.legacyStored('A', worker(1)), say.legacyBegan(worker(1))]
    const { runs } = foldText(logOf(say.threads(1), found, done, say.threads(1)))
    expect(runs.map(({ outcome, endedAt }) => [outcome, endedAt])).toEqual([
      ['completed', null],
      ['running', null],
    ])
    expect(foldText(logOf(say.threads(1), say.checked(REQUEST))).runs).toMatchObject([{ outcome: 'lost' }])
    const other = foldText(logOf(say.threads(1), found, done, say.legacySession('X'))).runs
    expect(other[0]).toMatchObject({
      outcome: 'completed',
      endedAt: null,
      sessions: [{ state: 'done' }, { state: 'unknown' }, { state: 'unknown' }],
    })
  })

  it('is joined in its middle', () => {
    const run = foldOneRun(logOf(say.legacyBegan(worker(1)), say.legacyStored('A', worker(1))))
    expect(run).toMatchObject({ scope: 'site', total: null, counts: { done: 1 } })
    const queued = foldOneRun(
      logOf(found.slice(1), say.legacyBegan(worker(1)), say.legacyStored('C', worker(1))),
    )
    expect(statesOf(queued)).toBe('B:waiting C:done')
  })

  it('does not hear other pools or other threads', () => {
    const { runs, fold } = foldText(
      logOf(
        say.threads(1),
        found,
        say.legacyBegan(worker(1)),
        say.legacyBegan(worker(1, 9)),
        say.legacyStored('B', worker(1, 9)),
        say.legacyBegan(OTHER_REQUEST),
        say.legacyStored('C', OTHER_REQUEST),
      ),
    )
    expect(statesOf(runs[0])).toBe('A:in-work B:waiting C:waiting')
    expect(fold.otherGeneration).toMatchObject([
      { id: 'C', trigger: 'viewer', done: true, thread: OTHER_REQUEST },
    ])
  })

  it('is not confused by a second request thread', () => {
    const run = foldOneRun(logOf(say.threads(1, REQUEST), found, say.legacyFound('X', OTHER_REQUEST)))
    expect(run.total).toBe(3)
  })
})
