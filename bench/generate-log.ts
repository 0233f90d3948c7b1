import { closeSync, openSync, writeSync } from 'node:fs'
import { type BulkPlan, bulkRun } from '../packages/ohif-log/src/testing/bulk-run.ts'
import { eventRebuild, startUp, viewerVisit } from '../packages/ohif-log/src/testing/noise.ts'
import { createPrinter, inTurn, interleave, seededPick } from '../packages/ohif-log/src/testing/writer.ts'

/** Sessions of one run: a large site. */
const SESSIONS_PER_RUN = 100_000

export interface GeneratedLog {
  bytes: number
  lines: number
  /** What a right reader finds. */
  truth: { runs: number; done: number; failed: number }
}

/**
 * Writes a log of site runs of plugin 3.6, with viewers and events in between, until `bytes` are reached.
 * One session in 500 fails with an error, one in 1000 leaves no line.
 */
export function generateLog(path: string, bytes: number, sessionsPerRun = SESSIONS_PER_RUN): GeneratedLog {
  const file = openSync(path, 'w')
  const pick = seededPick(42)
  const print = createPrinter()
  const made: GeneratedLog = { bytes: 0, lines: 0, truth: { runs: 0, done: 0, failed: 0 } }
  let block: string[] = []
  let blockLength = 0
  const flush = () => {
    made.bytes += writeSync(file, block.join(''))
    block = []
    blockLength = 0
  }
  for (let run = 1; made.bytes < bytes; run++) {
    const plan = planRun(run, sessionsPerRun)
    const activities = [bulkRun(plan, pick), inTurn(visits(run))]
    for (const record of inTurn([
      run % 5 === 1 ? startUp('3.6') : inTurn([]),
      interleave(activities, pick),
    ])) {
      if (!record) continue
      const text = print(record)
      block.push(text)
      blockLength += text.length
      made.lines += record.message === '' ? 1 : record.message.split('\n').length
      if (blockLength > 1_000_000) flush()
    }
    flush()
    made.truth.runs++
    made.truth.done += plan.sessions.filter(({ fate }) => fate === 'stored').length
    made.truth.failed += plan.sessions.filter(({ fate }) => fate !== 'stored').length
  }
  closeSync(file)
  return made
}

function planRun(run: number, count: number): BulkPlan {
  return {
    scope: 'site',
    target: null,
    requestThread: `http-nio-8080-exec-${(run % 10) + 1}`,
    pool: run + 1,
    threads: 4,
    version: '3.6',
    sessions: Array.from({ length: count }, (_, index) => ({
      id: `XNAT_E${String(index).padStart(6, '0')}`,
      fate: index % 500 === 499 ? 'error' : index % 1000 === 250 ? 'silent' : 'stored',
    })),
  }
}

function* visits(run: number) {
  for (let index = 0; index < 2000; index++) {
    const thread = `http-nio-8080-exec-${((run + 1 + (index % 8)) % 10) + 1}`
    if (index % 4 === 0) yield eventRebuild(`reactorDispatcher-${(index % 16) + 1}`, `XNAT_E9${index}`, '3.6')
    else yield viewerVisit(thread, `XNAT_E8${index}`, index % 10 === 0, '3.6')
  }
}
