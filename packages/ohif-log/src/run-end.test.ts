import { describe, expect, it } from 'vitest'
import { createLogFold } from './fold.ts'
import { foldOneRun, foldText, statesOf, takeRuns } from './testing/fold-bytes.ts'
import { startUp } from './testing/noise.ts'
import { logOf, OTHER_REQUEST, queueOf, REQUEST, say, worker } from './testing/say.ts'

const BEFORE_37 = { pluginVersion: '3.6.0' }
const encoder = new TextEncoder()

describe('a run whose request ends in an error', () => {
  const error = 'Subject S1 not found in project LIVER'

  it('is failed, with the error', () => {
    expect(foldOneRun(logOf(say.requested(), say.advice(error)))).toMatchObject({
      outcome: 'failed',
      error: `Error executing request - ${error}`,
      discovering: false,
      total: 0,
    })
  })

  it('leaves its sessions as they were', () => {
    const run = foldOneRun(logOf(queueOf(2, 'A', 'B'), say.began('A', worker(1)), say.advice(error)))
    expect(statesOf(run)).toBe('A:in-work B:waiting')
    expect(run.counts).toMatchObject({ inFlight: 1, notStarted: 1 })
  })

  it('does not hear its threads any more, nor does the run after it', () => {
    const stale = [say.stored('A', worker(1)), say.began('B', worker(1)), say.stored('B', worker(1))]
    const { runs } = foldText(
      logOf(queueOf(1, 'A', 'B'), say.began('A', worker(1)), say.advice(error), queueOf(1, 'B', 'C'), stale),
    )
    expect(runs.map(statesOf)).toEqual(['A:in-work B:waiting', 'B:waiting C:waiting'])
    const next = [say.began('B', worker(1, 8)), say.stored('B', worker(1, 8))]
    const again = foldText(
      logOf(
        queueOf(1, 'A', 'B'),
        say.began('A', worker(1)),
        say.advice(error),
        queueOf(1, 'B', 'C'),
        stale,
        next,
      ),
    )
    expect(statesOf(again.runs[1])).toBe('B:done C:waiting')
  })

  it('leaves threads that were never heard, which the next run must not take for its own', () => {
    const head = [queueOf(1, 'A', 'B', 'C'), say.advice(error), queueOf(1, 'A', 'B', 'C')].flat()
    const stray = [say.began('C', worker(1, 7)), say.stored('C', worker(1, 7))]
    const own = [say.began('A', worker(1, 8)), say.stored('A', worker(1, 8))]
    expect(statesOf(foldText(logOf(head, stray, own)).runs[1])).toBe('A:done B:waiting C:waiting')
    // nothing it could not see is held against a session when a pool was refused
    const ended = foldText(logOf(head, stray, say.completed()), BEFORE_37)
    expect(statesOf(ended.runs[1])).toBe('A:unknown B:unknown C:unknown')
  })

  it('is failed by any other record on its request thread, which was blocked until then', () => {
    const run = foldOneRun(logOf(queueOf(1, 'A'), say.checked(REQUEST)))
    expect(run).toMatchObject({ outcome: 'failed', error: null })
    const unknown = { ...say.checked(REQUEST), logger: 'org.example.Else', message: 'whatever' }
    expect(foldOneRun(logOf(queueOf(1, 'A'), unknown)).outcome).toBe('failed')
    expect(foldOneRun(logOf(queueOf(1, 'A'), say.completed('Project OTHER'))).outcome).toBe('failed')
    expect(foldOneRun(logOf(queueOf(1, 'A'), say.checked(OTHER_REQUEST))).outcome).toBe('running')
  })
})

describe('a run that another one follows without its end', () => {
  it('is lost', () => {
    const { runs } = foldText(logOf(queueOf(1, 'A'), say.requested('All projects', OTHER_REQUEST)))
    expect(runs).toMatchObject([
      { outcome: 'lost', lostBecause: 'superseded', endedAt: null },
      { outcome: 'running', scope: 'site' },
    ])
  })
})

describe('a restart of the server', () => {
  const restart = [...startUp('3.6')].filter((record) => record !== null)

  it('loses what is open and starts the pools over', () => {
    const first = [queueOf(1, 'A', 'B'), say.began('A', worker(1))].flat()
    const second = [
      queueOf(1, 'A'),
      say.began('A', worker(1)),
      say.stored('A', worker(1)),
      say.completed(),
    ].flat()
    const { runs, fold } = foldText(logOf(first, restart, second))
    expect(runs).toMatchObject([
      { outcome: 'lost', lostBecause: 'restart', counts: { inFlight: 1, notStarted: 1 } },
      { outcome: 'completed', pool: 7, counts: { done: 1 } },
    ])
    expect(runs[0]?.restartSeenAt).not.toBeNull()
    expect(fold.restarts).toBe(1)
  })

  it('loses session-level runs, DICOMweb runs and what viewers were building', () => {
    const open = [
      say.requested('Session A', REQUEST),
      say.dicomwebRequested('Project P', 'http-nio-8080-exec-3'),
      say.began('B', OTHER_REQUEST),
    ]
    const { runs, fold } = foldText(logOf(open, say.viewerStarted()))
    expect(runs.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['session', 'lost'],
      ['dicomweb', 'lost'],
    ])
    expect(fold.otherGeneration).toMatchObject([{ id: 'B', done: false, state: 'lost' }])
    expect(fold.openRuns).toEqual([])
  })

  it('tells the version of the plugin by what starts, and forgets what came before', () => {
    const silent = [
      queueOf(1, 'A', 'B'),
      say.began('B', worker(1)),
      say.stored('B', worker(1)),
      say.completed(),
    ].flat()
    const undecided = { unknownWhenUndecided: true }
    const start = (version: '3.4' | '3.6' | '3.7') =>
      [...startUp(version)].filter((record) => record !== null)
    expect(statesOf(foldText(logOf(start('3.6'), silent), undecided).runs[0])).toBe('A:failed B:done')
    expect(statesOf(foldText(logOf(start('3.7'), silent)).runs[0])).toBe('A:unknown B:done')
    expect(statesOf(foldText(logOf(start('3.6'), start('3.7'), silent)).runs[0])).toBe('A:unknown B:done')
    expect(statesOf(foldText(logOf(start('3.7'), start('3.6'), silent)).runs[0])).toBe('A:failed B:done')
    // the log knows better than today's version which plugin wrote it
    expect(statesOf(foldText(logOf(start('3.6'), silent), { pluginVersion: '3.7.2' }).runs[0])).toBe(
      'A:failed B:done',
    )
    expect(statesOf(foldText(logOf(start('3.4'), silent), { pluginVersion: '3.7.2' }).runs[0])).toBe(
      'A:unknown B:done',
    )
  })
})

describe('reading that begins in the middle of a run', () => {
  const whole = logOf(
    queueOf(2, 'A', 'B', 'C'),
    say.began('A', worker(1)),
    say.began('B', worker(2)),
    say.stored('A', worker(1)),
    say.began('C', worker(1)),
    say.stored('B', worker(2)),
    say.stored('C', worker(1)),
    say.completed('Subject S1'),
  )
  const from = (line: number) => whole.split('\n').slice(line).join('\n')

  it('shows counts without a total, and learns whose run it was at the end', () => {
    const run = foldOneRun(from(6))
    expect(run).toMatchObject({
      outcome: 'completed',
      scope: 'subject',
      target: 'S1',
      total: null,
      startedAt: null,
      durationMs: null,
      pool: 7,
    })
    expect(statesOf(run)).toBe('B:done A:done C:done')
    expect(foldOneRun(from(6).slice(0, -200))).toMatchObject({
      outcome: 'running',
      scope: null,
      target: null,
      total: null,
    })
  })

  it('counts sessions that began unseen', () => {
    expect(statesOf(foldOneRun(from(7)))).toBe('A:done C:done B:done')
    expect(statesOf(foldOneRun(from(9)))).toBe('B:done C:done')
    expect(foldOneRun(from(11))).toMatchObject({
      outcome: 'completed',
      scope: 'subject',
      total: null,
      sessions: [],
    })
  })

  it('knows the whole queue when the thread count was seen', () => {
    expect(foldOneRun(from(1))).toMatchObject({
      total: 3,
      startedAt: null,
      scope: 'subject',
      counts: { done: 3 },
    })
    expect(foldOneRun(from(3))).toMatchObject({ total: null, scope: 'subject', counts: { done: 3 } })
  })

  it('ends for a pool that no run can be, once a run was seen from its start', () => {
    const { runs } = foldText(
      logOf(queueOf(1, 'A'), say.began('A', worker(1)), say.advice('x'), say.began('Q', worker(1, 9))),
    )
    expect(runs).toHaveLength(1)
  })
})

describe('a gap in the log', () => {
  const head = logOf(queueOf(1, 'A', 'B', 'C', 'D'), say.began('A', worker(1)))
  const tail = logOf(say.stored('B', worker(1)), say.began('C', worker(1)), say.completed())

  /** What is read before the gap and after it. */
  function foldAround(before: string, after: string) {
    const fold = createLogFold(BEFORE_37)
    fold.startFile('a')
    fold.push(encoder.encode(before))
    fold.startFile('a', 100_000)
    fold.push(encoder.encode(after))
    return { fold, runs: [...takeRuns(fold).values()] }
  }

  it('makes missing lines prove nothing', () => {
    const [run] = foldAround(head, tail).runs
    expect(run).toMatchObject({ outcome: 'completed', gap: true, total: 4 })
    expect(statesOf(run)).toBe('A:unknown B:done C:unknown D:unknown')
  })

  it('leaves a failure without its reason when that was skipped', () => {
    const failed = logOf(
      queueOf(1, 'A'),
      say.began('A', worker(1)),
      say.failed('Stale file handle', worker(1)),
    )
    const header = failed.slice(0, failed.lastIndexOf('\n', failed.length - 2) + 1)
    const [run] = foldAround(header, '\tat a line of another record\n').runs
    expect(run?.sessions[0]).toMatchObject({ state: 'failed', reason: null })
  })

  it('in the queue makes its length unknown', () => {
    const [run] = foldAround(
      logOf(queueOf(1, 'A')),
      logOf(say.began('X', worker(1)), say.stored('X', worker(1))),
    ).runs
    expect(run).toMatchObject({ total: null, totalIsFinal: false, pool: 7 })
    expect(statesOf(run)).toBe('A:waiting X:done')
  })

  it('may hide how a pool began', () => {
    const [run] = foldAround(
      logOf(queueOf(1, 'A', 'B')),
      logOf(say.stored('B', worker(1)), say.completed()),
    ).runs
    expect(statesOf(run)).toBe('A:unknown B:done')
  })

  it('may hide the end of a run and the beginning of the next', () => {
    const next = [say.began('X', worker(1, 8)), say.stored('X', worker(1, 8))]
    const { runs } = foldAround(head, logOf(next, say.completed('All projects', OTHER_REQUEST)))
    expect(runs).toMatchObject([
      { outcome: 'lost', lostBecause: 'superseded', counts: { inFlight: 1 } },
      { outcome: 'completed', scope: 'site', counts: { done: 1 } },
    ])
    const ended = foldAround(head, logOf(say.completed('All projects', OTHER_REQUEST))).runs
    expect(ended.map(({ outcome, scope }) => [outcome, scope])).toEqual([
      ['lost', 'project'],
      ['completed', 'site'],
    ])
  })

  it('may hide the end of the request whose thread does something else now', () => {
    const sessionRun = logOf(say.requested('Session S', OTHER_REQUEST))
    const dicomwebRun = logOf(say.dicomwebRequested('Project P', 'exec-3'))
    const others = [say.checked(REQUEST), say.advice('x', OTHER_REQUEST), say.checked('exec-3')]
    const { runs } = foldAround(`${head}${sessionRun}${dicomwebRun}`, logOf(others))
    expect(runs.map(({ kind, outcome, error }) => [kind, outcome, error])).toEqual([
      ['bulk', 'lost', null],
      ['session', 'lost', null],
      ['dicomweb', 'lost', null],
    ])
    expect(statesOf(runs[1])).toBe('S:unknown')
  })

  it('may hide the end of what a viewer was building', () => {
    const { fold } = foldAround(
      logOf(say.began('A', OTHER_REQUEST), say.began('B', 'exec-3')),
      logOf(say.stored('B', 'exec-3')),
    )
    expect(fold.otherGeneration).toMatchObject([
      { id: 'A', state: 'lost' },
      { id: 'B', state: 'done' },
    ])
  })

  it('is not what the nightly roll leaves', () => {
    const fold = createLogFold(BEFORE_37)
    fold.startFile('old')
    fold.push(encoder.encode(head))
    fold.startFile('new')
    fold.push(encoder.encode(tail))
    const [run] = [...takeRuns(fold).values()]
    expect(run).toMatchObject({ gap: false, fileKey: 'old', endFileKey: 'new' })
    expect(statesOf(run)).toBe('A:failed B:failed C:failed D:failed')
  })

  it('can be told where nothing shows it', () => {
    const fold = createLogFold(BEFORE_37)
    fold.startFile('old')
    fold.push(encoder.encode(head))
    fold.startFile('new', 0, true)
    expect([...takeRuns(fold).values()][0]?.gap).toBe(true)
  })
})
