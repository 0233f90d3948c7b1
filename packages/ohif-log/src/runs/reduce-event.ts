import type { LogEvent } from '../meaning/event.ts'
import { shorten } from '../text/decode.ts'
import { completeBulk, countThreads, requestBulk } from './bulk.ts'
import type { FoldContext, Value } from './context.ts'
import { completeDicomweb, countDicomwebThreads, requestDicomweb } from './dicomweb.ts'
import { completeSession, endWork, requestSession, triggerRebuild } from './on-thread.ts'
import type { Place } from './run-state.ts'
import type { Thread } from './thread.ts'

/** What a rare record does: one whose event is read as text. `value` is the variable part it was read from. */
export function reduceEvent(
  context: FoldContext,
  thread: Thread,
  place: Place,
  event: LogEvent,
  value: Value,
) {
  switch (event.kind) {
    case 'run-requested':
      reduceRequest(context, thread, place, event, value)
      break
    case 'run-completed':
      reduceCompletion(context, thread, place, event, value)
      break
    case 'threads-counted':
      if (event.task === 'dicomweb') countDicomwebThreads(context, thread, event.threads)
      else countThreads(context, thread, place, event.threads)
      break
    case 'request-failed':
    case 'rebuild-failed':
      endWork(context, thread, place, shorten(event.error))
      break
    case 'request-checked':
      // the plugin checks rights first and never again, so an older request of this thread is over
      endWork(context, thread, place, null)
      break
    case 'rebuild-triggered':
      // 3.0.0 alone does not name the event
      if (event.trigger === null) context.version.saw('before-3.7')
      triggerRebuild(thread, place, event.user, event.trigger)
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
  value: Value,
) {
  const { scope, target, task } = event
  endWork(context, thread, place, null)
  if (task === 'dicomweb') requestDicomweb(context, thread, place, scope, target, value)
  else if (scope === 'session') requestSession(context, thread, place, value, false)
  else requestBulk(context, thread, place, scope, target)
}

function reduceCompletion(
  context: FoldContext,
  thread: Thread,
  place: Place,
  event: LogEvent & { kind: 'run-completed' },
  value: Value,
) {
  const { scope, target, task } = event
  if (task === 'dicomweb') completeDicomweb(context, thread, place, scope, target)
  else if (scope === 'session') completeSession(context, thread, place, value)
  else completeBulk(context, thread, place, scope, target)
}
