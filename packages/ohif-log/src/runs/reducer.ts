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
  if (!reduceSessionLine(context, thread, place, rule, value)) {
    reduceEvent(
      context,
      thread,
      place,
      rule.rule.event(decodeText(value.bytes, value.start, value.end)),
      value,
    )
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
    case EFFECT.dicomTree:
      context.version.saw('before-3.7')
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
      endWork(context, thread, place, null)
      requestSession(context, thread, place, value, true)
      return true
    default:
      return false
  }
}
