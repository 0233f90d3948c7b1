import type { LogEvent } from '../meaning/event.ts'
import { EFFECT } from '../meaning/rule.ts'
import type { ByteRule } from '../meaning/vocabulary.ts'
import { decodeText } from '../text/decode.ts'
import {
  abortBulk,
  beginSession,
  completeBulk,
  countThreads,
  failSession,
  findSession,
  requestBulk,
  storeSession,
} from './bulk.ts'
import type { FoldContext, Value } from './context.ts'
import {
  abortDicomweb,
  completeDicomweb,
  countDicomwebThreads,
  findDicomwebSession,
  requestDicomweb,
  scanDicomwebSession,
  skipDicomwebSession,
} from './dicomweb.ts'
import {
  beginLegacySession,
  failLegacySession,
  findLegacySession,
  returnLegacy,
  storeLegacySession,
} from './legacy-bulk.ts'
import {
  beginLegacyOnThread,
  beginOnThread,
  completeSession,
  endLegacyWork,
  endWork,
  failOnThread,
  requestSession,
  storeOnThread,
  triggerRebuild,
} from './on-thread.ts'
import type { Place, RunState } from './run-state.ts'
import type { Thread } from './thread.ts'

const SLASH = 0x2f

/** What one record does to the runs. `rule` is null for a message no rule knows. */
export function reduce(
  context: FoldContext,
  thread: Thread,
  place: Place,
  rule: ByteRule | null,
  value: Value,
) {
  if (thread.request?.isOpen && leavesRequest(context, thread, place, rule, value)) return
  if (rule === null || rule.effect === EFFECT.none) return
  if (rule.effect !== EFFECT.startedUp) context.version.endBurst()
  if (!reduceSessionLine(context, thread, place, rule, value)) {
    reduceEvent(context, thread, place, rule.rule.event(decodeText(value.bytes, value.start, value.end)))
  }
}

/** The frequent records, whose id is compared as bytes. False when the record is none of them. */
function reduceSessionLine(
  context: FoldContext,
  thread: Thread,
  place: Place,
  rule: ByteRule,
  value: Value,
): boolean {
  const inPool = thread.pool >= 0
  switch (rule.effect) {
    case EFFECT.found:
      findSession(context, thread, place, value)
      return true
    case EFFECT.began:
    case EFFECT.migrating: {
      const begin = inPool ? beginSession : beginOnThread
      begin(context, thread, place, value, rule.effect === EFFECT.migrating)
      return true
    }
    case EFFECT.stored:
      if (inPool) storeSession(context, thread, place, value)
      else storeOnThread(context, thread, place, value)
      return true
    case EFFECT.failed:
      if (!inPool) failOnThread(context, thread, place)
      else if (context.bulk?.legacy) failLegacySession(context, thread, place)
      else failSession(context, thread, place)
      return true
    case EFFECT.dicomwebFound:
      findDicomwebSession(context, thread, place, value)
      return true
    case EFFECT.dicomwebUnsupported:
      skipDicomwebSession(context, thread, value)
      return true
    case EFFECT.dicomwebScanning:
      scanDicomwebSession(context, thread, place)
      return true
    default:
      return reduceLegacyLine(context, thread, place, rule, value)
  }
}

function reduceLegacyLine(
  context: FoldContext,
  thread: Thread,
  place: Place,
  rule: ByteRule,
  value: Value,
): boolean {
  const inPool = thread.pool >= 0
  switch (rule.effect) {
    case EFFECT.legacyFound:
      findLegacySession(context, thread, place, value)
      return true
    case EFFECT.legacyBegan:
      if (inPool) beginLegacySession(context, thread, place)
      else beginLegacyOnThread(context, thread, place)
      return true
    case EFFECT.legacyStored: {
      const slash = value.bytes.lastIndexOf(SLASH, value.end - 1)
      const id = { ...value, start: Math.max(value.start, slash + 1) }
      if (inPool) storeLegacySession(context, thread, place, id)
      else {
        storeOnThread(context, thread, place, id)
        endLegacyWork(context, thread, place, 'completed')
      }
      return true
    }
    case EFFECT.legacySession:
      requestSession(context, thread, place, decodeText(value.bytes, value.start, value.end), true)
      return true
    default:
      return false
  }
}

function reduceEvent(context: FoldContext, thread: Thread, place: Place, event: LogEvent) {
  switch (event.kind) {
    case 'run-requested':
      reduceRequest(context, thread, place, event)
      break
    case 'run-completed':
      reduceCompletion(context, thread, place, event)
      break
    case 'threads-counted':
      if (event.task === 'dicomweb') countDicomwebThreads(context, thread, event.threads)
      else countThreads(context, thread, place, event.threads)
      break
    case 'request-failed':
      endWork(context, thread, place, event.error)
      break
    case 'rebuild-failed':
      endWork(context, thread, place, event.error)
      break
    case 'request-checked':
      // the plugin checks rights first and never again, so an older request of this thread is over
      endWork(context, thread, place, null)
      break
    case 'rebuild-triggered':
      if (event.trigger === null) context.version.saw('before-3.7')
      triggerRebuild(thread, place, event.user, event.trigger)
      break
    case 'dicom-tree':
      context.version.saw('before-3.7')
      break
    case 'started-up':
      // a component's start on a thread that works for a run can only be forged
      if (!thread.owner?.isOpen && context.version.startedUp(event.component)) context.restart(place)
      break
  }
}

function reduceRequest(
  context: FoldContext,
  thread: Thread,
  place: Place,
  event: LogEvent & { kind: 'run-requested' },
) {
  const { scope, target, task } = event
  if (task === 'dicomweb') requestDicomweb(context, thread, place, scope, target)
  else if (scope !== 'session') {
    endWork(context, thread, place, null)
    requestBulk(context, thread, place, scope, target)
  } else requestSession(context, thread, place, target ?? '', false)
}

function reduceCompletion(
  context: FoldContext,
  thread: Thread,
  place: Place,
  event: LogEvent & { kind: 'run-completed' },
) {
  const { scope, target, task } = event
  if (task === 'dicomweb') completeDicomweb(context, thread, place, scope, target)
  else if (scope === 'session') completeSession(context, thread, place, target ?? '')
  else completeBulk(context, thread, place, scope, target)
}

/**
 * A request thread is blocked for the whole run: a record that is not one of the run's own means that the request is
 * over. True when the record is used up by that.
 */
function leavesRequest(
  context: FoldContext,
  thread: Thread,
  place: Place,
  rule: ByteRule | null,
  value: Value,
): boolean {
  const run = thread.request
  if (run === null) return false
  const effect = rule?.effect ?? EFFECT.none
  if (effect === EFFECT.requestFailed) {
    abort(context, run, place, decodeText(value.bytes, value.start, value.end))
    return true
  }
  if (rule && effect === EFFECT.runCompleted) {
    const event = rule.rule.event(decodeText(value.bytes, value.start, value.end))
    if (event.kind === 'run-completed' && completes(context, thread, place, run, event)) return true
  }
  if (run.kind === 'dicomweb') {
    if (MEANS_OTHER_REQUEST.has(effect)) abort(context, run, place, null)
    return false
  }
  // a second thread count is the head of another run
  const isFirstCount = effect === EFFECT.threadsCounted && run.threads < 0
  if (effect === EFFECT.found || effect === EFFECT.legacyFound || isFirstCount) return false
  if (run.legacy === false) abort(context, run, place, null)
  else returnLegacy(context, run, place)
  return false
}

// a DICOMweb request writes more than its own lines, so only a sure sign of another request ends it
const MEANS_OTHER_REQUEST: ReadonlySet<number> = new Set([
  EFFECT.requestChecked,
  EFFECT.runRequested,
  EFFECT.runCompleted,
  EFFECT.found,
  EFFECT.legacyFound,
  EFFECT.legacySession,
])

function completes(
  context: FoldContext,
  thread: Thread,
  place: Place,
  run: RunState,
  event: LogEvent & { kind: 'run-completed' },
): boolean {
  if (event.task === 'dicomweb') {
    return run.kind === 'dicomweb' && completeDicomweb(context, thread, place, event.scope, event.target)
  }
  return (
    run.kind === 'bulk' &&
    event.scope !== 'session' &&
    completeBulk(context, thread, place, event.scope, event.target)
  )
}

function abort(context: FoldContext, run: RunState, place: Place, error: string | null) {
  if (run.kind === 'dicomweb') abortDicomweb(context, run, place, error)
  else abortBulk(context, run, place, error)
}
