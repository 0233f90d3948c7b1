import { decodeText } from '../text/decode.ts'
import { NO_STAMP } from '../text/stamp.ts'
import type { FoldContext, Value } from './context.ts'
import { endOther, newOther, type OtherEntry } from './other-log.ts'
import type { Place, RunState } from './run-state.ts'
import { DONE, FAILED, WAITING } from './session-table.ts'
import type { Thread } from './thread.ts'

/*
 * Work on threads that are not a pool's: session-level runs, and sessions that a viewer's visit or an event of XNAT
 * builds. Everything is on one thread, and the end line of a run is written only on success.
 */

/** Number under which the one thread of a session-level run is known to its session. */
const ONLY_WORKER = 1

/** `Session X metadata creation requested`; in plugin 2.1 `Creating experiment metadata for X`. */
export function requestSession(
  context: FoldContext,
  thread: Thread,
  place: Place,
  id: Value,
  legacy: boolean,
) {
  const run = context.openSessionRun('session', thread, place)
  run.target = decodeText(id.bytes, id.start, id.end)
  run.startedAt = place.at
  run.legacy = legacy
  run.sessions.add(id.bytes, id.start, id.end)
}

/** A session begins on a request thread or an event thread. */
export function beginOnThread(
  context: FoldContext,
  thread: Thread,
  place: Place,
  id: Value,
  migrated: boolean,
) {
  const run = sessionRun(thread)
  if (run && run.sessions.stateOf(0) === WAITING && run.sessions.ids.equals(0, id.bytes, id.start, id.end)) {
    run.anyBegun = true
    run.sessions.begin(0, ONLY_WORKER, place.at, migrated)
    context.mark(run)
    return
  }
  if (run) return
  endOpenOther(thread, place, null)
  const entry = openOther(context, thread, decodeText(id.bytes, id.start, id.end))
  entry.began = place.at
  entry.migrated = migrated
}

/** A session is stored on a request thread or an event thread. */
export function storeOnThread(context: FoldContext, thread: Thread, place: Place, id: Value) {
  const run = sessionRun(thread)
  if (run) {
    if (run.sessions.stateOf(0) >= DONE || !run.sessions.ids.equals(0, id.bytes, id.start, id.end)) return
    run.sessions.done(0, ONLY_WORKER, place.at)
    context.mark(run)
    return
  }
  const text = decodeText(id.bytes, id.start, id.end)
  const known = thread.other
  const isKnown = known?.id === text && (known.state === 'in-work' || known.state === 'lost')
  const entry = isKnown ? known : openOther(context, thread, text)
  endOther(entry, 'done', place.at)
}

/** Plugin 2.1 has no end line: what ends the session ends the run. */
export function endLegacyWork(
  context: FoldContext,
  thread: Thread,
  place: Place,
  outcome: 'completed' | 'failed',
) {
  const run = thread.work
  if (run?.legacy !== true || !run.isOpen) return
  run.close(outcome, place)
  context.closed(run)
}

/** In plugin 2.1 the begin names no session; on a request thread it can only be the one that was asked for. */
export function beginLegacyOnThread(context: FoldContext, thread: Thread, place: Place) {
  const run = sessionRun(thread)
  if (run?.legacy !== true || run.sessions.stateOf(0) !== WAITING) return
  run.sessions.begin(0, ONLY_WORKER, place.at, false)
  context.mark(run)
}

/** `Jsonifier exception:` on a request thread or an event thread. */
export function failOnThread(context: FoldContext, thread: Thread, place: Place) {
  const run = sessionRun(thread)
  if (run) {
    if (run.sessions.stateOf(0) >= DONE) return
    run.sessions.fail(0, 'explicit-error', place.at)
    context.mark(run)
    context.awaitsReason = (reason) => {
      run.sessions.explain(0, reason)
      if (run.legacy === true) run.explain(reason)
      context.mark(run)
    }
    endLegacyWork(context, thread, place, 'failed')
    return
  }
  const entry = thread.other
  if (entry?.state !== 'in-work') return
  endOther(entry, 'failed', place.at)
  context.awaitsReason = (reason) => {
    entry.reason = reason
  }
}

/** `Session X metadata creation complete`. */
export function completeSession(context: FoldContext, thread: Thread, place: Place, id: Value) {
  let run = sessionRun(thread)
  if (run && !run.sessions.ids.equals(0, id.bytes, id.start, id.end)) return
  if (run === null) {
    if (!context.mayHaveMissedStart) return
    run = joinSession(context, thread, place, id)
  }
  // from 3.7 a microscopy session has no lines of its own; the end line is written only on success
  if (run.sessions.stateOf(0) < DONE) run.sessions.done(0, ONLY_WORKER, place.at)
  run.close('completed', place)
  context.closed(run)
}

/** The request on this thread ended in an error, or is simply over without its end line (`error` null). */
export function endWork(context: FoldContext, thread: Thread, place: Place, error: string | null) {
  endOpenOther(thread, place, error)
  const run = thread.work
  if (!run?.isOpen) return
  if (run.gap) {
    // its end may be in what was skipped: then this is the thread's next request
    if (run.sessions.stateOf(0) < DONE) run.sessions.giveUp(0)
    run.lose('superseded', place)
  } else {
    if (run.kind === 'session') settleFailed(run, place, error)
    run.close('failed', place, error)
  }
  context.closed(run)
}

/** An event asked for a session to be rebuilt; the lines of the build follow on this thread. */
export function triggerRebuild(thread: Thread, place: Place, user: string | null, event: string | null) {
  endOpenOther(thread, place, null)
  thread.cause = { user, event }
}

function sessionRun(thread: Thread): RunState | null {
  const run = thread.work
  return run?.isOpen && run.kind === 'session' ? run : null
}

function settleFailed(run: RunState, place: Place, error: string | null) {
  const { sessions } = run
  const state = sessions.stateOf(0)
  if (state < DONE) {
    if (error === null) sessions.fail(0, 'no-done-line-at-end', NO_STAMP)
    else sessions.fail(0, 'explicit-error', place.at)
  }
  if (error !== null && sessions.stateOf(0) === FAILED && sessions.reasonOf(0) === null)
    sessions.explain(0, error)
}

/** The end of a run whose request was not seen; what it built was taken for a viewer's visit. */
function joinSession(context: FoldContext, thread: Thread, place: Place, id: Value): RunState {
  const run = context.openSessionRun('session', thread, place)
  run.target = decodeText(id.bytes, id.start, id.end)
  run.sessions.add(id.bytes, id.start, id.end)
  const built = thread.other
  if (built?.id === run.target && built.trigger === 'viewer') {
    context.other.remove(built)
    thread.other = null
    run.sessions.begin(0, ONLY_WORKER, built.began, built.migrated)
  }
  return run
}

function openOther(context: FoldContext, thread: Thread, id: string): OtherEntry {
  const trigger = thread.isEventBus || thread.cause ? 'event' : 'viewer'
  const entry = context.other.add(newOther(id, trigger, thread.name))
  entry.user = thread.cause?.user ?? null
  entry.event = thread.cause?.event ?? null
  thread.cause = null
  thread.other = entry
  return entry
}

function endOpenOther(thread: Thread, place: Place, reason: string | null) {
  const entry = thread.other
  if (entry?.state === 'in-work') endOther(entry, 'failed', place.at, reason)
}
