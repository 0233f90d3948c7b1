import type { LogScope } from '../meaning/event.ts'
import type { FoldContext, Value } from './context.ts'
import type { Place, RunState } from './run-state.ts'
import { IN_WORK, UNKNOWN, WAITING } from './session-table.ts'
import type { Thread } from './thread.ts'

/*
 * DICOMweb runs, from plugin 3.7: their own lock, their own pool, the same queue lines from another logger. They have
 * no done lines, so in a bulk run the log never says that a session succeeded.
 */

const UNSUPPORTED = 'Not supported for DICOMweb data generation'

export function requestDicomweb(
  context: FoldContext,
  thread: Thread,
  place: Place,
  scope: LogScope,
  target: string | null,
  id: Value,
) {
  let run: RunState
  if (scope === 'session') {
    run = context.openSessionRun('dicomweb', thread, place)
    run.sessions.add(id.bytes, id.start, id.end)
  } else {
    run = openDicomweb(context, thread, place)
    run.discovering = true
    run.queueSeen = true
  }
  run.scope = scope
  run.target = target
  run.startedAt = place.at
}

export function countDicomwebThreads(context: FoldContext, thread: Thread, threads: number) {
  const run = context.dicomweb
  if (run === null || thread.request !== run) return
  run.threads = threads
  run.discovering = false
  context.mark(run)
}

export function findDicomwebSession(context: FoldContext, thread: Thread, place: Place, id: Value) {
  let run = context.dicomweb
  if (run === null && context.mayHaveMissedStart) run = openDicomweb(context, thread, place)
  if (run === null || thread.request !== run) return
  run.discovering = false
  run.sessions.add(id.bytes, id.start, id.end)
  context.mark(run)
}

export function skipDicomwebSession(context: FoldContext, thread: Thread, id: Value) {
  const run = runOf(context, thread)
  if (run === null) return
  const position = run.sessions.findWaiting(id.bytes, id.start, id.end)
  if (position < 0) return
  run.notSupported++
  run.sessions.giveUp(position)
  run.sessions.explain(position, UNSUPPORTED)
  context.mark(run)
}

export function scanDicomwebSession(context: FoldContext, thread: Thread, place: Place) {
  const run = runOf(context, thread)
  if (run === null) return
  run.scanned++
  // in a bulk run the line tells only the folder
  if (run.scope === 'session' && run.sessions.stateOf(0) === WAITING)
    run.sessions.begin(0, 1, place.at, false)
  context.mark(run)
}

export function completeDicomweb(
  context: FoldContext,
  thread: Thread,
  place: Place,
  scope: LogScope,
  target: string | null,
): boolean {
  const run = scope === 'session' ? thread.work : context.dicomweb
  if (!run?.isOpen || run.kind !== 'dicomweb') return false
  if (run.requestThread !== thread.name) return false
  if (run.scope !== null && (run.scope !== scope || run.target !== target)) return false
  run.scope = scope
  run.target = target
  if (scope === 'session') {
    if (run.sessions.stateOf(0) !== UNKNOWN) run.sessions.done(0, 1, place.at)
  } else settle(run)
  run.close('completed', place)
  context.closed(run)
  return true
}

/** The request of a DICOMweb run ended in an error. */
export function abortDicomweb(context: FoldContext, run: RunState, place: Place, error: string | null) {
  if (run.gap) run.lose('superseded', place)
  else run.close('failed', place, error)
  context.closed(run)
}

function openDicomweb(context: FoldContext, thread: Thread, place: Place): RunState {
  if (context.dicomweb) {
    const older = context.dicomweb
    older.lose('superseded', place)
    context.closed(older)
  }
  const run = context.openRun('dicomweb', place)
  run.requestThread = thread.name
  context.dicomweb = run
  thread.request = run
  run.attach(thread)
  return run
}

/** The run this thread works for: its own, or the bulk run whose pool it is of. */
function runOf(context: FoldContext, thread: Thread): RunState | null {
  if (thread.pool < 0) {
    const run = thread.work
    return run?.isOpen && run.kind === 'dicomweb' ? run : null
  }
  const run = context.dicomweb
  if (run === null) return null
  if (run.pool < 0) {
    if (context.pools.has(thread.pool) || run.sessions.size === 0) return null
    context.bind(run, thread.pool)
  }
  const worker = context.workerOf(run, thread)
  if (worker) run.anyBegun = true
  return worker ? run : null
}

function settle(run: RunState) {
  run.sessions.each(WAITING, (position) => run.sessions.giveUp(position))
  run.sessions.each(IN_WORK, (position) => run.sessions.giveUp(position))
}
