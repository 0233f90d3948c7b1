import { EFFECT } from '../meaning/rule.ts'
import type { ByteRule } from '../meaning/vocabulary.ts'
import { decodeText } from '../text/decode.ts'
import { beginSession, failSession, findSession, storeSession } from './bulk.ts'
import type { FoldContext, Value } from './context.ts'
import { findDicomwebSession, scanDicomwebSession, skipDicomwebSession } from './dicomweb.ts'
import {
  beginLegacySession,
  failLegacySession,
  findLegacySession,
  storeLegacySession,
} from './legacy-bulk.ts'
import {
  beginLegacyOnThread,
  beginOnThread,
  endLegacyWork,
  endWork,
  failOnThread,
  requestSession,
  storeOnThread,
} from './on-thread.ts'
import { reduceEvent } from './reduce-event.ts'
import { leavesRequest } from './request-thread.ts'
import type { Place } from './run-state.ts'
import type { Thread } from './thread.ts'

const SLASH = 0x2f

/** What a record with some effect does to the runs. */
type Step = (context: FoldContext, thread: Thread, place: Place, value: Value, rule: ByteRule) => void

/** By effect. A table, because a switch would be compiled anew whenever the log shows one of its rarer cases. */
const STEPS: readonly Step[] = stepsByEffect()

/** What one record does to the runs. `rule` is null for a message no rule knows. */
export function reduce(
  context: FoldContext,
  thread: Thread,
  place: Place,
  rule: ByteRule | null,
  value: Value,
) {
  const { request } = thread
  if (request?.isOpen && leavesRequest(context, thread, request, place, rule, value)) return
  if (rule === null || rule.effect === EFFECT.none) return
  if (rule.effect !== EFFECT.startedUp) context.version.endBurst()
  const step = STEPS[rule.effect] ?? readEvent
  step(context, thread, place, value, rule)
}

/** The frequent records, whose id is compared as bytes. The others are read as events. */
function stepsByEffect(): Step[] {
  const steps = new Array<Step>(Object.keys(EFFECT).length).fill(readEvent)
  steps[EFFECT.found] = findSession
  steps[EFFECT.began] = (context, thread, place, id) => begin(context, thread, place, id, false)
  steps[EFFECT.migrating] = (context, thread, place, id) => begin(context, thread, place, id, true)
  steps[EFFECT.stored] = store
  steps[EFFECT.failed] = fail
  steps[EFFECT.dicomTree] = (context) => context.version.saw('before-3.7')
  steps[EFFECT.dicomwebFound] = findDicomwebSession
  steps[EFFECT.dicomwebUnsupported] = (context, thread, _, id) => skipDicomwebSession(context, thread, id)
  steps[EFFECT.dicomwebScanning] = scanDicomwebSession
  steps[EFFECT.legacyFound] = findLegacySession
  steps[EFFECT.legacyBegan] = beginLegacy
  steps[EFFECT.legacyStored] = storeLegacy
  steps[EFFECT.legacySession] = requestLegacy
  return steps
}

function readEvent(context: FoldContext, thread: Thread, place: Place, value: Value, rule: ByteRule) {
  const event = rule.rule.event(decodeText(value.bytes, value.start, value.end))
  reduceEvent(context, thread, place, event, value)
}

function begin(context: FoldContext, thread: Thread, place: Place, id: Value, migrated: boolean) {
  if (thread.pool >= 0) beginSession(context, thread, place, id, migrated)
  else beginOnThread(context, thread, place, id, migrated)
}

function store(context: FoldContext, thread: Thread, place: Place, id: Value) {
  if (thread.pool >= 0) storeSession(context, thread, place, id)
  else storeOnThread(context, thread, place, id)
}

function fail(context: FoldContext, thread: Thread, place: Place) {
  if (thread.pool < 0) failOnThread(context, thread, place)
  else if (context.bulk?.legacy) failLegacySession(context, thread, place)
  else failSession(context, thread, place)
}

function beginLegacy(context: FoldContext, thread: Thread, place: Place) {
  if (thread.pool >= 0) beginLegacySession(context, thread, place)
  else beginLegacyOnThread(context, thread, place)
}

function storeLegacy(context: FoldContext, thread: Thread, place: Place, path: Value) {
  const slash = path.bytes.lastIndexOf(SLASH, path.end - 1)
  const id = { ...path, start: Math.max(path.start, slash + 1) }
  if (thread.pool >= 0) storeLegacySession(context, thread, place, id)
  else {
    storeOnThread(context, thread, place, id)
    endLegacyWork(context, thread, place, 'completed')
  }
}

function requestLegacy(context: FoldContext, thread: Thread, place: Place, id: Value) {
  endWork(context, thread, place, null)
  requestSession(context, thread, place, id, true)
}
