import type { LogScope } from '../meaning/event.ts'
import { LOGGERS } from '../meaning/loggers.ts'
import { type Activity, deleteTempFile, info, readDicom, type Version } from './line.ts'

const { api, creator, handler, utils } = LOGGERS

/**
 * What becomes of a session: `error` is logged, `vanishes` begins and is never heard of again, `silent` leaves no line
 * at all. A `silent` one is a failure before 3.7; from 3.7 it may be a microscopy session that was stored.
 */
export type Fate = 'stored' | 'migrated' | 'error' | 'vanishes' | 'silent'

export interface PlannedSession {
  id: string
  fate: Fate
}

export interface BulkPlan {
  scope: Exclude<LogScope, 'session'>
  target: string | null
  requestThread: string
  pool: number
  threads: number
  version: Version
  sessions: readonly PlannedSession[]
}

/** The words of a bulk run's first and last line. */
export function subjectOf({ scope, target }: Pick<BulkPlan, 'scope' | 'target'>): string {
  if (scope === 'site') return 'All projects'
  return `${scope === 'project' ? 'Project' : 'Subject'} ${target}`
}

/** A bulk run of plugin 3.x. `pick` chooses which of the threads that can go on goes on next. */
export function* bulkRun(plan: BulkPlan, pick: (count: number) => number): Activity {
  const { requestThread, threads, sessions } = plan
  yield info(requestThread, api, `${subjectOf(plan)} metadata creation requested`)
  yield null
  yield info(requestThread, api, `Thread count for parallel JSON creation: ${threads}`)
  for (const { id } of sessions) yield info(requestThread, api, `ImageSession ID: ${id}`)
  yield* pool(plan, pick)
  yield info(requestThread, api, `${subjectOf(plan)} metadata creation complete`)
}

/** The threads of a run's pool at work on its queue, first in first out. */
export function* pool(plan: BulkPlan, pick: (count: number) => number): Activity {
  const queue = plan.sessions[Symbol.iterator]()
  const workers: Activity[] = []
  for (let number = 1; number <= Math.min(plan.threads, plan.sessions.length); number++) {
    // a new thread is given its first session when it is made, before it runs
    workers.push(worker(`pool-${plan.pool}-thread-${number}`, queue.next().value, queue, plan.version))
  }
  while (workers.length > 0) {
    const index = pick(workers.length)
    const step = workers[index]?.next()
    if (step?.done === false) yield step.value
    else workers.splice(index, 1)
  }
}

function* worker(
  thread: string,
  first: PlannedSession | undefined,
  queue: Iterator<PlannedSession>,
  version: Version,
): Activity {
  for (let session = first; session !== undefined; session = nextOf(queue)) {
    yield null
    yield* buildSession(thread, session, version)
  }
}

function nextOf(queue: Iterator<PlannedSession>): PlannedSession | undefined {
  const next = queue.next()
  return next.done ? undefined : next.value
}

/** The lines of one session, on whatever thread builds it. */
export function* buildSession(thread: string, { id, fate }: PlannedSession, version: Version): Activity {
  if (fate === 'silent') {
    if (version === '3.7' && id.endsWith('3')) {
      const xsiType = 'xnat:smSessionData'
      yield {
        thread,
        level: 'WARN',
        logger: utils,
        message: `Modality for session ${id} is null or empty. Deriving from XSI type: ${xsiType}`,
      }
    }
    return
  }
  const verb = fate === 'migrated' ? 'Migrating' : 'Creating'
  yield info(thread, handler, `${verb} session metadata for ${id}`)
  if (fate !== 'migrated') yield* readDicom(thread, id, version)
  if (fate === 'error') {
    yield { thread, level: 'ERROR', logger: creator, message: `Jsonifier exception:\nno room for ${id}` }
    return
  }
  yield* deleteTempFile(thread, id, version)
  if (fate !== 'vanishes') yield info(thread, handler, `Session ${id} metadata created and stored`)
}
