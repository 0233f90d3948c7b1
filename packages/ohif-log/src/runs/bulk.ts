import type { LogScope } from '../meaning/event.ts'
import { NO_STAMP } from '../text/stamp.ts'
import type { FoldContext, Value } from './context.ts'
import type { Place, RunState } from './run-state.ts'
import { judge, settleEnd, settleSilent } from './settle.ts'
import { SilenceWatch } from './silence.ts'
import type { Thread } from './thread.ts'

/** Threads a bulk run has when its own count was not seen (from 3.0 on: the processors, at most 4). */
const USUAL_THREADS = 4

/** More threads than any server has would only make the watch expensive. */
const MAX_WATCHED_THREADS = 64

/** `Project X metadata creation requested`: the server has one lock, so an older run that is still open is over. */
export function requestBulk(
  context: FoldContext,
  thread: Thread,
  place: Place,
  scope: LogScope,
  target: string | null,
) {
  const run = openBulk(context, place)
  run.scope = scope
  run.target = target
  run.startedAt = place.at
  run.discovering = true
  run.queueSeen = true
  serve(run, thread)
  context.mayHaveMissedStart = false
}

/** `Thread count for parallel JSON creation: 4`. */
export function countThreads(context: FoldContext, thread: Thread, place: Place, threads: number) {
  let run = context.bulk
  if (run === null || thread.request !== run) {
    // plugin 2.1 begins with this line; a later one whose request line was not seen continues with it
    run = openBulk(context, place)
    run.startedAt = place.at
    run.queueSeen = true
    run.legacy = null
    serve(run, thread)
  }
  run.threads = threads
  run.discovering = false
  context.mark(run)
}

/** `ImageSession ID: X` on the run's request thread. */
export function findSession(context: FoldContext, thread: Thread, place: Place, id: Value) {
  let run = context.bulk
  if (run === null && context.mayHaveMissedStart) {
    run = openBulk(context, place)
    serve(run, thread)
  }
  if (run === null || thread.request !== run || run.legacy === true) return
  if (run.legacy === null) {
    run.legacy = false
    run.startedAt = NO_STAMP
  }
  run.discovering = false
  run.sessions.add(id.bytes, id.start, id.end)
  context.mark(run)
}

/** `Creating session metadata for X` on a pool thread. */
export function beginSession(
  context: FoldContext,
  thread: Thread,
  place: Place,
  id: Value,
  migrated: boolean,
) {
  const run = runAtWork(context, thread, place)
  if (run === null || run.legacy === true) return
  if (run.pool < 0 && !bindPool(context, run, thread, id)) return
  const worker = context.workerOf(run, thread)
  if (worker === null) return
  let position = run.sessions.findWaiting(id.bytes, id.start, id.end)
  // a begin of a session that is not in the queue can only be forged, when the queue is known
  if (position < 0 && !run.queueSeen) position = run.sessions.add(id.bytes, id.start, id.end)
  if (position < 0) return
  if (worker.open >= 0) judge(run, worker.open, 'superseded-on-thread')
  run.sessions.begin(position, worker.number, place.at, migrated)
  worker.open = position
  run.anyBegun = true
  run.discovering = false
  if (run.silence) settleSilent(context, run, run.silence.began(worker.number, position))
  context.mark(run)
}

/** `Session X metadata created and stored` on a pool thread. */
export function storeSession(context: FoldContext, thread: Thread, place: Place, id: Value) {
  const run = runAtWork(context, thread, place)
  if (run === null || run.legacy === true) return
  // the begin lines of its threads may be in what was skipped
  if (run.pool < 0 && (!run.gap || !bindPool(context, run, thread, id))) return
  const worker = context.workerOf(run, thread)
  if (worker === null) return
  const { sessions } = run
  let position = worker.open
  if (position < 0 || !sessions.ids.equals(position, id.bytes, id.start, id.end)) {
    // without its begin line it counts only where that may have been missed
    if (run.queueSeen && !run.gap) return
    if (position >= 0) judge(run, position, 'superseded-on-thread')
    position = sessions.findWaiting(id.bytes, id.start, id.end)
    if (position < 0 && !run.queueSeen) position = sessions.add(id.bytes, id.start, id.end)
  }
  worker.open = -1
  if (position < 0) return
  sessions.done(position, worker.number, place.at)
  if (run.silence) settleSilent(context, run, run.silence.ended(worker.number))
  context.mark(run)
}

/** `Jsonifier exception:` on a pool thread. */
export function failSession(context: FoldContext, thread: Thread, place: Place) {
  const run = context.bulk
  if (run === null || run.legacy === true || thread.worker?.run !== run) return
  const { worker } = thread
  const position = worker.open
  if (position < 0) return
  run.sessions.fail(position, 'explicit-error', place.at)
  worker.open = -1
  context.awaitsReason = (reason) => {
    run.sessions.explain(position, reason)
    context.mark(run)
  }
  if (run.silence) settleSilent(context, run, run.silence.ended(worker.number))
  context.mark(run)
}

/** `Project X metadata creation complete`. True when it was the end of a run. */
export function completeBulk(
  context: FoldContext,
  thread: Thread,
  place: Place,
  scope: LogScope,
  target: string | null,
): boolean {
  let run = context.bulk
  const isOther = run?.gap === true && run.requestThread !== '' && thread.request !== run
  if ((run === null && context.mayHaveMissedStart) || isOther) run = openBulk(context, place)
  if (run === null || (run.requestThread !== '' && thread.request !== run)) return false
  if (run.scope !== null && (run.scope !== scope || run.target !== target)) return false
  run.scope = scope
  run.target = target
  run.requestThread = thread.name
  settleEnd(context, run)
  // what an aborted run before this one had in hand has ended long since
  context.strayPool = false
  run.close('completed', place)
  context.closed(run)
  return true
}

/**
 * The request of a run ended without its end line. Its threads may go on logging, and are not listened to any more. Any
 * record on the request's thread proves that, one that no rule knows included: the thread is blocked for the whole run
 * (plugin source, 3.0 to 3.7), and a run that was held open by a record nobody understands would never end. Without an
 * `error` it proves no failure: whoever shows the run has to say that its end is unknown. The record itself is counted as
 * unrecognized.
 */
export function abortBulk(context: FoldContext, run: RunState, place: Place, error: string | null) {
  // its end may be in what was skipped: then this is the thread's next request
  if (run.gap) run.lose('superseded', place)
  else run.close('failed', place, error)
  if (run.pool < 0 && run.sessions.size > 0) context.strayPool = true
  context.closed(run)
}

/** Opens a bulk run in place of the one that may still be open. */
export function openBulk(context: FoldContext, place: Place): RunState {
  const older = context.bulk
  if (older) {
    older.lose('superseded', place)
    if (older.pool < 0 && older.sessions.size > 0) context.strayPool = true
    context.closed(older)
  }
  const run = context.openRun('bulk', place)
  context.bulk = run
  return run
}

/** From now on the thread is blocked by the run. */
export function serve(run: RunState, thread: Thread) {
  run.requestThread = thread.name
  thread.request = run
  run.attach(thread)
}

/** The run that a pool's line can be of. */
function runAtWork(context: FoldContext, thread: Thread, place: Place): RunState | null {
  const run = context.bulk
  // a pool that is new after a gap is a later run's, because there is only one run at a time
  const isOther = run?.gap === true && run.pool >= 0 && run.pool !== thread.pool
  return run === null || isOther ? (joinUnseen(context, thread, place) ?? run) : run
}

/** A pool is at work and no run is open: its beginning was not seen. */
export function joinUnseen(context: FoldContext, thread: Thread, place: Place): RunState | null {
  if (!context.mayHaveMissedStart || context.pools.has(thread.pool)) return null
  const run = openBulk(context, place)
  context.bind(run, thread.pool)
  return run
}

function bindPool(context: FoldContext, run: RunState, thread: Thread, id: Value): boolean {
  if (context.pools.has(thread.pool)) return false
  const position = run.sessions.findWaiting(id.bytes, id.start, id.end)
  if (position < 0 && run.queueSeen) return false
  const first = run.threads > 0 ? run.threads : USUAL_THREADS
  // threads of a run that ended early can still begin sessions: only the head of the queue proves the pool then
  if (context.strayPool && position >= first) {
    run.strangers = true
    return false
  }
  context.strayPool = false
  run.legacy = false
  context.bind(run, thread.pool)
  const wasHeardWhole = run.queueSeen && !run.gap && !run.strangers
  if (wasHeardWhole && run.threads > 0 && run.threads <= MAX_WATCHED_THREADS) {
    run.silence = new SilenceWatch(run.sessions, Math.min(run.threads, run.sessions.size))
  }
  return true
}
