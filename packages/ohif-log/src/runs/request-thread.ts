import type { LogEvent } from '../meaning/event.ts'
import { EFFECT } from '../meaning/rule.ts'
import type { ByteRule } from '../meaning/vocabulary.ts'
import { decodeText, shorten } from '../text/decode.ts'
import { abortBulk, completeBulk } from './bulk.ts'
import type { FoldContext, Value } from './context.ts'
import { abortDicomweb, completeDicomweb } from './dicomweb.ts'
import { returnLegacy } from './legacy-bulk.ts'
import type { Place, RunState } from './run-state.ts'
import type { Thread } from './thread.ts'

// a DICOMweb request writes more than its own lines, so only a sure sign of another request ends it
const MEANS_OTHER_REQUEST: ReadonlySet<number> = new Set([
  EFFECT.requestChecked,
  EFFECT.runRequested,
  EFFECT.runCompleted,
  EFFECT.found,
  EFFECT.legacyFound,
  EFFECT.legacySession,
])

/**
 * A request thread is blocked for the whole run: a record that is not one of the run's own means that the request is
 * over. True when the record is used up by that.
 */
export function leavesRequest(
  context: FoldContext,
  thread: Thread,
  run: RunState,
  place: Place,
  rule: ByteRule | null,
  value: Value,
): boolean {
  const effect = rule?.effect ?? EFFECT.none
  if (effect === EFFECT.requestFailed) {
    abort(context, run, place, shorten(decodeText(value.bytes, value.start, value.end)))
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

function completes(
  context: FoldContext,
  thread: Thread,
  place: Place,
  run: RunState,
  event: LogEvent & { kind: 'run-completed' },
): boolean {
  const { task, scope, target } = event
  if (task === 'dicomweb') {
    return run.kind === 'dicomweb' && completeDicomweb(context, thread, place, scope, target)
  }
  return run.kind === 'bulk' && scope !== 'session' && completeBulk(context, thread, place, scope, target)
}

function abort(context: FoldContext, run: RunState, place: Place, error: string | null) {
  if (run.kind === 'dicomweb') abortDicomweb(context, run, place, error)
  else abortBulk(context, run, place, error)
}
