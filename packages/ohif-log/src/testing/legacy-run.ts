import type { PlannedSession } from './bulk-run.ts'
import type { Activity } from './line.ts'
import { say, worker } from './say.ts'

/** A site run of plugin 2.1: work begins while the queue is still being made, and nothing names a failed session. */
export function* legacyRun(
  sessions: readonly PlannedSession[],
  threads: number,
  pick: (count: number) => number,
): Activity {
  yield say.threads(threads)
  const waiting: PlannedSession[] = []
  const workers: Activity[] = []
  let queued = 0
  while (queued < sessions.length || workers.length > 0) {
    const index = pick(workers.length + (queued < sessions.length ? 1 : 0))
    const session = index === workers.length ? sessions[queued] : undefined
    if (session) {
      yield say.legacyFound(session.id)
      // the first sessions make the threads, the others wait for one
      if (queued < threads) workers.push(work(worker(queued + 1), session, waiting))
      else waiting.push(session)
      queued++
    } else {
      const step = workers[index]?.next()
      if (step?.done === false) yield step.value
      else if (queued === sessions.length) workers.splice(index, 1)
      else workers[index] = work(worker(index + 1), undefined, waiting)
    }
  }
}

function* work(thread: string, first: PlannedSession | undefined, waiting: PlannedSession[]): Activity {
  for (let session = first ?? waiting.shift(); session; session = waiting.shift()) {
    yield null
    yield say.legacyBegan(thread)
    yield null
    if (session.fate === 'stored') yield say.legacyStored(session.id, thread)
    else yield say.legacyFailed('disk full', thread)
  }
}
