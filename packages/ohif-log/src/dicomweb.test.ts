import { describe, expect, it } from 'vitest'
import { LOGGERS } from './meaning/loggers.ts'
import { foldOneRun, foldText, statesOf } from './testing/fold-bytes.ts'
import { info } from './testing/line.ts'
import { logOf, queueOf, REQUEST, say, worker } from './testing/say.ts'

const subject = 'Project PATHMIX'
const queued = [
  say.dicomwebRequested(subject),
  info(REQUEST, LOGGERS.dicomwebApi, 'Thread count for parallel DICOMweb data creation: 2'),
  say.dicomwebFound('A'),
  say.dicomwebFound('B'),
]

describe('a DICOMweb run', () => {
  it('counts what is not supported and what is scanned, and cannot tell what succeeds', () => {
    const run = foldOneRun(
      logOf(
        queued,
        say.dicomwebUnsupported('A', worker(1)),
        say.dicomwebScanning(worker(2)),
        say.dicomwebCompleted(subject),
      ),
    )
    expect(run).toMatchObject({
      kind: 'dicomweb',
      scope: 'project',
      target: 'PATHMIX',
      outcome: 'completed',
      threads: 2,
      dicomweb: { enumerated: 2, notSupported: 1, scanned: 1 },
    })
    expect(run.sessions).toMatchObject([
      { id: 'A', state: 'unknown', reason: 'Not supported for DICOMweb data generation' },
      { id: 'B', state: 'unknown', reason: null },
    ])
  })

  it('of one session lives on its request thread', () => {
    const asked = say.dicomwebRequested('Session A')
    const run = foldOneRun(logOf(asked, say.dicomwebScanning(REQUEST), say.dicomwebCompleted('Session A')))
    expect(run).toMatchObject({ kind: 'dicomweb', scope: 'session', target: 'A', outcome: 'completed' })
    expect(statesOf(run)).toBe('A:done')
    const unsupported = foldOneRun(
      logOf(asked, say.dicomwebUnsupported('A', REQUEST), say.dicomwebCompleted('Session A')),
    )
    expect(statesOf(unsupported)).toBe('A:unknown')
    expect(foldOneRun(logOf(asked, say.advice('x')))).toMatchObject({
      outcome: 'failed',
      error: 'Error executing request - x',
    })
  })

  it('fails with the error of its request, or when its thread turns to another', () => {
    expect(foldOneRun(logOf(queued, say.advice('x')))).toMatchObject({ outcome: 'failed', kind: 'dicomweb' })
    expect(foldOneRun(logOf(queued, say.checked(REQUEST)))).toMatchObject({ outcome: 'failed', error: null })
  })

  it('has its own lock and its own pool beside a metadata run', () => {
    const bulk = queueOf(1, 'A').map((record) => ({ ...record, thread: 'exec-9' }))
    const { runs } = foldText(
      logOf(
        bulk,
        queued,
        say.began('A', worker(1, 7)),
        say.dicomwebScanning(worker(1, 8)),
        say.stored('A', worker(1, 7)),
        say.dicomwebUnsupported('B', worker(2, 8)),
        say.dicomwebUnsupported('A', worker(1, 7)),
      ),
    )
    expect(runs.map(({ kind, pool }) => [kind, pool])).toEqual([
      ['bulk', 7],
      ['dicomweb', 8],
    ])
    expect(runs.map(statesOf)).toEqual(['A:done', 'A:waiting B:unknown'])
  })

  it('is lost when another one begins', () => {
    const { runs } = foldText(logOf(queued, say.dicomwebRequested('All projects', 'exec-9')))
    expect(runs).toMatchObject([{ lostBecause: 'superseded' }, { scope: 'site', discovering: true }])
  })

  it('proves plugin 3.7, so that silence of a metadata run is no failure', () => {
    const silent = queueOf(1, 'A').map((record) => ({ ...record, thread: 'exec-9' }))
    const { runs } = foldText(logOf(silent, queued, say.completed('Project LIVER', 'exec-9')))
    expect(runs[0]).toMatchObject({ outcome: 'completed', counts: { unknown: 1, failed: 0 } })
  })
})
