import { NO_STAMP } from '../text/stamp.ts'
import { joinUnseen, openBulk, serve } from './bulk.ts'
import type { FoldContext, Value } from './context.ts'
import type { Place, RunState, Worker } from './run-state.ts'
import { DONE, FAILED, IN_WORK, UNKNOWN, WAITING } from './session-table.ts'
import type { Thread } from './thread.ts'

/*
 * Bulk runs of plugin 2.1. Only the done line names its session; a begin and an error tell no more than their thread.
 * Which session they mean is inferred from the order of the queue and corrected when a done line says otherwise.
 */

/** The worker has begun a session that cannot be named. */
const NAMELESS = -2

/** Positions that are looked at when everything begun has ended. 2.1 has one thread per processor. */
const MAX_HEAD = 256

/** `experimentId X` on the run's request thread. Work goes on at the same time. */
export function findLegacySession(context: FoldContext, thread: Thread, place: Place, id: Value) {
  let run = context.bulk
  if (run === null && context.mayHaveMissedStart) {
    run = openBulk(context, place)
    run.legacy = null
    serve(run, thread)
  }
  if (run === null || thread.request !== run || run.legacy === false) return
  run.legacy = true
  run.scope = 'site'
  run.sessions.add(id.bytes, id.start, id.end)
  context.mark(run)
}

/** `Creating JSON metadata for {dir}` on a pool thread. */
export function beginLegacySession(context: FoldContext, thread: Thread, place: Place) {
  const run = legacyRun(context, thread, place)
  const worker = run && context.workerOf(run, thread)
  if (!run || !worker) return
  if (worker.open >= 0) {
    if (run.gap) run.sessions.giveUp(worker.open)
    else run.sessions.fail(worker.open, 'superseded-on-thread', NO_STAMP, true)
  }
  const position = inferPosition(run, worker)
  worker.open = position
  worker.used = true
  run.anyBegun = true
  if (position >= 0) run.sessions.begin(position, worker.number, place.at, false)
  context.mark(run)
}

/** `JSON written to: {dir}/RESOURCES/metadata/{id}.json` on a pool thread. */
export function storeLegacySession(context: FoldContext, thread: Thread, place: Place, id: Value) {
  const run = legacyRun(context, thread, place)
  const worker = run && context.workerOf(run, thread)
  if (!run || !worker) return
  const { sessions } = run
  let position = worker.open
  if (position < 0 || !sessions.ids.equals(position, id.bytes, id.start, id.end)) {
    position = sessions.ids.firstFree(id.bytes, id.start, id.end, (at) => sessions.stateOf(at) !== DONE)
    if (position < 0) position = sessions.add(id.bytes, id.start, id.end)
    if (position >= 0) giveBack(run, worker, position)
  }
  worker.open = -1
  if (position >= 0) sessions.done(position, worker.number, place.at)
  settleIdle(run)
  context.mark(run)
}

/** `Jsonifier exception:` on a pool thread. */
export function failLegacySession(context: FoldContext, thread: Thread, place: Place) {
  const run = context.bulk
  if (run?.legacy !== true || thread.worker?.run !== run) return
  const { worker } = thread
  const position = worker.open
  worker.open = -1
  if (position >= 0) {
    run.sessions.fail(position, 'explicit-error', place.at, true)
    context.awaitsReason = (reason) => {
      run.sessions.explain(position, reason)
      context.mark(run)
    }
  }
  settleIdle(run)
  context.mark(run)
}

/**
 * The request thread of a 2.1 run does something else. The request returns only when every session was counted, so the
 * run is over; there is no end line, and what was not seen to end cannot be told. Of a run of which no more than the
 * thread count was seen, not even that can.
 */
export function returnLegacy(context: FoldContext, run: RunState, place: Place) {
  if (run.legacy === null || run.gap) {
    run.lose('superseded', place)
    context.closed(run)
    return
  }
  run.sessions.each(IN_WORK, (position) => run.sessions.giveUp(position))
  run.sessions.each(WAITING, (position) => run.sessions.giveUp(position))
  run.close('completed', { ...place, at: NO_STAMP, end: place.offset })
  context.closed(run)
}

function legacyRun(context: FoldContext, thread: Thread, place: Place): RunState | null {
  const run = context.bulk ?? joinUnseen(context, thread, place)
  if (run === null || (run.legacy === false && run.queueSeen)) return null
  if (run.legacy !== true) {
    run.legacy = true
    run.scope = 'site'
  }
  if (run.pool < 0) {
    if (context.pools.has(thread.pool)) return null
    context.bind(run, thread.pool)
  }
  return run
}

/** The first session of thread M is the M-th of the queue; after that, the first one nobody has. */
function inferPosition(run: RunState, worker: Worker): number {
  const { sessions } = run
  const isFree = (position: number) => {
    const state = position < sessions.size ? sessions.stateOf(position) : DONE
    return state === WAITING || state === UNKNOWN
  }
  const own = worker.number - 1
  if (!worker.used && isFree(own)) return own
  // the head of the queue belongs to the threads that have not begun yet
  const begun = new Set(run.workers.filter(({ used }) => used).map(({ number }) => number))
  while (run.freeFrom < sessions.size && !isFree(run.freeFrom)) run.freeFrom++
  for (let position = run.freeFrom; position < sessions.size; position++) {
    if (isFree(position) && (position >= run.threads || begun.has(position + 1))) return position
  }
  return NAMELESS
}

/** The worker turns out to have had `position` all along: what was inferred for it goes to whom it was taken from. */
function giveBack(run: RunState, worker: Worker, position: number) {
  const { sessions } = run
  const assumed = worker.open
  const reason = sessions.reasonOf(position)
  const wasFailed = sessions.stateOf(position) === FAILED
  const holder = run.workers.find((other) => other !== worker && other.open === position)
  if (sessions.stateOf(position) !== WAITING) sessions.release(position)
  if (assumed >= 0) {
    sessions.release(assumed)
    run.freeFrom = Math.min(run.freeFrom, assumed)
  }
  if (holder) holder.open = assumed >= 0 ? assumed : NAMELESS
  if (assumed < 0) return
  if (holder) sessions.begin(assumed, holder.number, NO_STAMP, false)
  else if (wasFailed) {
    sessions.fail(assumed, 'explicit-error', NO_STAMP, true)
    if (reason !== null) sessions.explain(assumed, reason)
  }
}

/**
 * Everything that began has ended. The head of the queue was handed to the threads at once, so a session there without
 * a begin line hit an unchecked exception, or is about to begin: the log cannot say.
 */
function settleIdle(run: RunState) {
  if (!run.anyBegun || run.workers.some(({ open }) => open !== -1)) return
  const head = Math.min(run.threads, run.sessions.size, MAX_HEAD)
  for (let position = 0; position < head; position++) {
    if (run.sessions.stateOf(position) === WAITING) run.sessions.giveUp(position)
  }
}
