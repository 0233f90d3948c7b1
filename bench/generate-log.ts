import { closeSync, openSync, writeSync } from 'node:fs'
import { type BulkPlan, bulkRun, type Fate } from '../packages/ohif-log/src/testing/bulk-run.ts'
import type { Version } from '../packages/ohif-log/src/testing/line.ts'
import { eventRebuild, startUp, viewerVisit } from '../packages/ohif-log/src/testing/noise.ts'
import { createPrinter, inTurn, interleave, seededPick } from '../packages/ohif-log/src/testing/writer.ts'

/** Sessions of one run: a large site. */
const SESSIONS_PER_RUN = 100_000

const BLOCK_CHARACTERS = 1_000_000

/** Version of the plugin that writes: before 3.5 every session leaves a tree of some 35 short lines. */
export type WriterVersion = Exclude<Version, '2.1'>

/** What a right reader finds. */
export interface Truth {
  runs: number
  done: number
  failed: number
  /** From 3.7 on, a session without a line may be one of microscopy that was stored. */
  unknown: number
}

export interface GeneratedLog {
  bytes: number
  lines: number
  truth: Truth
}

/**
 * Writes a log of site runs, with viewers and events in between, until `bytes` are reached. One session in 500 fails
 * with an error, one in 1000 leaves no line.
 */
export function generateLog(path: string, bytes: number, version: WriterVersion = '3.6'): GeneratedLog {
  const file = openSync(path, 'w')
  const pick = seededPick(42)
  const print = createPrinter()
  const made: GeneratedLog = { bytes: 0, lines: 0, truth: { runs: 0, done: 0, failed: 0, unknown: 0 } }
  const perSession = version === '3.4' ? 2900 : 2000
  let block: string[] = []
  let blockLength = 0
  const flush = () => {
    made.bytes += writeSync(file, block.join(''))
    block = []
    blockLength = 0
  }
  for (let run = 1; made.bytes < bytes; run++) {
    const left = Math.ceil((bytes - made.bytes) / perSession)
    const plan = planRun(run, Math.min(SESSIONS_PER_RUN, left), version)
    const start = run % 5 === 1 ? startUp(version) : inTurn([])
    const work = interleave([bulkRun(plan, pick), inTurn(visits(run, version))], pick)
    for (const record of inTurn([start, work])) {
      if (!record) continue
      const text = print(record)
      block.push(text)
      blockLength += text.length
      made.lines += record.message.split('\n').length
      if (blockLength > BLOCK_CHARACTERS) flush()
    }
    flush()
    made.truth.runs++
    for (const { fate } of plan.sessions) made.truth[verdictOf(fate, version)]++
  }
  closeSync(file)
  return made
}

function verdictOf(fate: Fate, version: WriterVersion): 'done' | 'failed' | 'unknown' {
  if (fate === 'stored') return 'done'
  return fate === 'silent' && version === '3.7' ? 'unknown' : 'failed'
}

function planRun(run: number, count: number, version: WriterVersion): BulkPlan {
  return {
    scope: 'site',
    target: null,
    requestThread: `http-nio-8080-exec-${(run % 10) + 1}`,
    pool: run + 1,
    threads: 4,
    version,
    sessions: Array.from({ length: count }, (_, index) => ({
      id: `XNAT_E${String(index).padStart(6, '0')}`,
      fate: index % 500 === 499 ? 'error' : index % 1000 === 250 ? 'silent' : 'stored',
    })),
  }
}

function* visits(run: number, version: WriterVersion) {
  for (let index = 0; index < 2000; index++) {
    const thread = `http-nio-8080-exec-${((run + 1 + (index % 8)) % 10) + 1}`
    if (index % 4 === 0)
      yield eventRebuild(`reactorDispatcher-${(index % 16) + 1}`, `XNAT_E9${index}`, version)
    else yield viewerVisit(thread, `XNAT_E8${index}`, index % 10 === 0, version)
  }
}
