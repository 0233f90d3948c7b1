import { describe, expect, it } from 'vitest'
import { foldOneRun, foldText, statesOf } from './testing/fold-bytes.ts'
import { logOf, OTHER_REQUEST, queueOf, REQUEST, say, worker } from './testing/say.ts'

const BEFORE_37 = { pluginVersion: '3.6.0' }
const FROM_37 = { pluginVersion: '3.7.2' }

describe('a bulk run', () => {
  it('without sessions is a finished run of none', () => {
    const run = foldOneRun(logOf(queueOf(4), say.completed()))
    expect(run).toMatchObject({
      outcome: 'completed',
      total: 0,
      totalIsFinal: true,
      threads: 4,
      discovering: false,
    })
    expect(run.counts).toMatchObject({ total: 0, done: 0, failed: 0, unknown: 0 })
  })

  it('is discovering until the server has listed its sessions', () => {
    expect(foldOneRun(logOf(say.requested('All projects')))).toMatchObject({
      discovering: true,
      scope: 'site',
      target: null,
      total: 0,
      totalIsFinal: false,
    })
    expect(foldOneRun(logOf(say.requested(), say.threads(2)))).toMatchObject({ discovering: false, total: 0 })
    expect(foldOneRun(logOf(queueOf(2, 'A')))).toMatchObject({
      discovering: false,
      total: 1,
      totalIsFinal: false,
    })
    const begun = foldOneRun(logOf(queueOf(2, 'A'), say.began('A', worker(1))))
    expect(begun).toMatchObject({ totalIsFinal: true, pool: 7 })
  })

  it('tells where it begins and ends in its file', () => {
    const before = logOf(say.checked(OTHER_REQUEST))
    const text = `${before}${logOf(queueOf(1), say.completed())}`
    const run = foldOneRun(`${text}${before}`)
    expect(run).toMatchObject({
      key: `a:${before.length}`,
      startOffset: before.length,
      endFileKey: 'a',
      endOffset: text.length,
    })
  })

  it('takes a target with spaces, quotes and other letters as it is', () => {
    const subject = 'Project Müller\'s "new" metadata creation requested'
    expect(foldOneRun(logOf(say.requested(subject))).target).toBe(
      'Müller\'s "new" metadata creation requested',
    )
  })

  it('counts an id that is queued twice as two sessions', () => {
    const begun = [say.began('A', worker(1)), say.stored('A', worker(1)), say.began('B', worker(2))]
    const run = foldOneRun(logOf(queueOf(2, 'A', 'B', 'A'), begun))
    expect(statesOf(run)).toBe('A:done B:in-work A:waiting')
    const more = [say.stored('B', worker(2)), say.began('A', worker(1)), say.stored('A', worker(1))]
    expect(foldOneRun(logOf(queueOf(2, 'A', 'B', 'A'), begun, more)).counts).toMatchObject({
      total: 3,
      done: 3,
    })
  })

  it('knows a migrated session from a rebuilt one', () => {
    const run = foldOneRun(logOf(queueOf(1, 'A'), say.migrating('A', worker(1)), say.stored('A', worker(1))))
    expect(run.sessions[0]).toMatchObject({ state: 'done', migrated: true, thread: 'pool-7-thread-1' })
    expect(run.counts).toMatchObject({ done: 1, migrated: 1 })
  })

  it('reads a failure at its first line and its reason from the next', () => {
    const text = logOf(
      queueOf(1, 'A'),
      say.began('A', worker(1)),
      say.failed('  Stale file handle', worker(1)),
    )
    const { fold } = foldText('')
    const encoder = new TextEncoder()
    const headerEnd = text.lastIndexOf('\n', text.length - 2) + 1
    fold.push(encoder.encode(text.slice(0, headerEnd)))
    expect(fold.takeChanges()[0]?.sessions[0]).toMatchObject({
      state: 'failed',
      evidence: 'explicit-error',
      reason: null,
    })
    fold.push(encoder.encode(text.slice(headerEnd)))
    expect(fold.takeChanges()[0]?.sessions).toMatchObject([{ state: 'failed', reason: 'Stale file handle' }])
  })

  it('takes only the line after a failure for its reason', () => {
    const failed = { ...say.failed('', worker(1)), message: 'Jsonifier exception:' }
    const run = foldOneRun(logOf(queueOf(1, 'A'), say.began('A', worker(1)), failed, say.working(worker(1))))
    expect(run.sessions[0]).toMatchObject({ state: 'failed', reason: null })
  })

  it('fails a session whose thread begins another one', () => {
    const run = foldOneRun(logOf(queueOf(1, 'A', 'B'), say.began('A', worker(1)), say.began('B', worker(1))))
    expect(run.sessions).toMatchObject([
      { state: 'failed', evidence: 'superseded-on-thread' },
      { state: 'in-work' },
    ])
    expect(run.counts).toMatchObject({ failed: 1, silent: 1, inFlight: 1 })
  })

  it('fails what is open at the end line', () => {
    const run = foldOneRun(logOf(queueOf(1, 'A'), say.began('A', worker(1)), say.completed()))
    expect(run.sessions).toMatchObject([{ state: 'failed', evidence: 'no-done-line-at-end', endedAt: null }])
  })

  it('has no duration when the clock went backwards', () => {
    const text = logOf(queueOf(1), say.completed())
    const [first = '', second = '', last = ''] = text.split('\n')
    const run = foldOneRun([first, second, last.replace(/ \d\d:/, ' 03:'), ''].join('\n'))
    expect(run).toMatchObject({ outcome: 'completed', durationMs: null })
  })

  it('tells the stamp of the last record on one of its threads', () => {
    const text = logOf(
      queueOf(1, 'A'),
      say.began('A', worker(1)),
      say.working(worker(1)),
      say.checked(OTHER_REQUEST),
    )
    expect(foldOneRun(text).lastStamp).toBe(text.split('\n')[4]?.slice(0, 23))
  })
})

describe('a session that never begins', () => {
  const text = logOf(
    queueOf(1, 'A', 'B'),
    say.began('B', worker(1)),
    say.stored('B', worker(1)),
    say.completed(),
  )

  it('is a failure before 3.7', () => {
    expect(foldOneRun(text, BEFORE_37).sessions[0]).toMatchObject({
      state: 'failed',
      evidence: 'no-line-before-3.7',
    })
  })

  it('is unknown from 3.7 on', () => {
    expect(foldOneRun(text, FROM_37).sessions[0]).toMatchObject({ state: 'unknown', evidence: null })
  })

  it('is unknown when asked so and nothing tells the version', () => {
    expect(statesOf(foldOneRun(text, { unknownWhenUndecided: true }))).toBe('A:unknown B:done')
    expect(statesOf(foldOneRun(text))).toBe('A:failed B:done')
    expect(statesOf(foldOneRun(text, { pluginVersion: 'latest' }))).toBe('A:failed B:done')
  })
})

describe('a session that ends in silence', () => {
  const head = logOf(queueOf(2, 'A', 'B', 'C', 'D'))
  // thread 1 took A, which leaves no line
  const passed = [say.began('B', worker(2)), say.stored('B', worker(2)), say.began('C', worker(2))]

  it('is not judged while some thread may be about to begin it', () => {
    const run = foldOneRun(logOf(queueOf(2, 'A', 'B', 'C', 'D'), passed), BEFORE_37)
    expect(statesOf(run)).toBe('A:waiting B:done C:in-work D:waiting')
  })

  it('is a failure once every thread was heard after it was passed', () => {
    const heard = [...passed, say.began('D', worker(1))]
    const run = foldOneRun(logOf(queueOf(2, 'A', 'B', 'C', 'D'), heard), BEFORE_37)
    expect(run.sessions[0]).toMatchObject({ state: 'failed', evidence: 'no-line-before-3.7' })
    expect(run.outcome).toBe('running')
  })

  it('is unknown by then from 3.7, and left open when the version is not known', () => {
    const heard = logOf(queueOf(2, 'A', 'B', 'C', 'D'), passed, say.began('D', worker(1)))
    expect(statesOf(foldOneRun(heard, FROM_37))).toBe('A:unknown B:done C:in-work D:in-work')
    expect(statesOf(foldOneRun(heard))).toBe('A:waiting B:done C:in-work D:in-work')
  })

  it('is not mistaken for one that a thread takes after another that ended in silence', () => {
    // thread 1 loses A in silence while it looks open, then takes B; thread 2 is faster to begin C
    const begun = [say.began('A', worker(1)), say.began('C', worker(2))]
    expect(statesOf(foldOneRun(`${head}${logOf(begun)}`, BEFORE_37))).toBe(
      'A:in-work B:waiting C:in-work D:waiting',
    )
    const late = [...begun, say.began('B', worker(1)), say.stored('B', worker(1)), say.stored('C', worker(2))]
    expect(statesOf(foldOneRun(`${head}${logOf(late)}`, BEFORE_37))).toBe('A:failed B:done C:done D:waiting')
  })

  it('is left to the end line when its thread has nothing else to do', () => {
    const run = foldOneRun(
      logOf(queueOf(4, 'A', 'B'), say.began('B', worker(2)), say.stored('B', worker(2))),
      BEFORE_37,
    )
    expect(statesOf(run)).toBe('A:waiting B:done')
    const ended = foldOneRun(
      logOf(queueOf(4, 'A', 'B'), say.began('B', worker(2)), say.completed()),
      BEFORE_37,
    )
    expect(statesOf(ended)).toBe('A:failed B:failed')
  })
})

describe('the lines of others', () => {
  it('do not count for a run, though they name its sessions', () => {
    const others = [
      say.began('A', OTHER_REQUEST),
      say.stored('A', OTHER_REQUEST),
      say.began('A', 'reactorDispatcher-3'),
      say.stored('A', 'reactorDispatcher-3'),
      say.dicomwebFound('X'),
    ]
    const { runs, fold } = foldText(logOf(queueOf(1, 'A'), others.slice(0, 4)))
    expect(statesOf(runs[0])).toBe('A:waiting')
    expect(fold.otherGeneration).toMatchObject([
      { id: 'A', trigger: 'viewer', thread: OTHER_REQUEST, done: true },
      { id: 'A', trigger: 'event', thread: 'reactorDispatcher-3', done: true },
    ])
  })

  it('do not count when they come from another pool', () => {
    const run = foldOneRun(
      logOf(
        queueOf(2, 'A', 'B'),
        say.began('A', worker(1)),
        say.began('B', worker(1, 8)),
        say.stored('B', worker(1, 8)),
      ),
    )
    expect(statesOf(run)).toBe('A:in-work B:waiting')
  })

  it('cannot be forged without the session being in hand on a thread of the pool', () => {
    const forged = [
      say.stored('B', worker(2)), // waits
      say.stored('B', worker(1)), // the thread has another one
      say.began('X', worker(1)), // not queued
      say.began('B', worker(3)), // the pool has two threads
      { ...say.stored('A', worker(1)), logger: 'org.nrg.xnatx.ohifviewer.inputcreator.JsonMetadataHandler2' },
    ]
    expect(statesOf(foldOneRun(logOf(queueOf(2, 'A', 'B'), say.began('A', worker(1)), forged)))).toBe(
      'A:in-work B:waiting',
    )
  })

  it('cannot be a start of the server on a thread that works for the run', () => {
    const run = foldOneRun(
      logOf(
        queueOf(1, 'A'),
        say.began('A', worker(1)),
        say.viewerStarted(worker(1)),
        say.stored('A', worker(1)),
      ),
    )
    expect(run).toMatchObject({ outcome: 'running', counts: { done: 1 } })
  })

  it('have no meaning inside a record', () => {
    const message = `broken\n${say.stored('A', worker(1)).message}\n\tat x\nProject LIVER metadata creation complete`
    const record = { ...say.working(worker(1)), message }
    expect(statesOf(foldOneRun(logOf(queueOf(1, 'A'), say.began('A', worker(1)), record)))).toBe('A:in-work')
  })
})

describe('two sources of the same words', () => {
  it('keep apart: the queue of a DICOMweb run is not the queue of this one', () => {
    const { runs } = foldText(
      logOf(
        queueOf(1, 'A'),
        say.dicomwebRequested('Project LIVER', OTHER_REQUEST),
        say.dicomwebFound('A', OTHER_REQUEST),
        say.dicomwebFound('B', OTHER_REQUEST),
        say.found('B', REQUEST),
      ),
    )
    expect(runs.map(({ kind, total }) => [kind, total])).toEqual([
      ['bulk', 2],
      ['dicomweb', 2],
    ])
  })
})
