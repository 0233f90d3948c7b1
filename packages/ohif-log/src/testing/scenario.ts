import type { LogSessionState } from '../runs/log-run.ts'
import { type BulkPlan, bulkRun, type Fate, type PlannedSession, pool } from './bulk-run.ts'
import type { Activity, Version } from './line.ts'
import { adviceError, eventRebuild, misleading, sessionRun, startUp, viewerVisit } from './noise.ts'
import { createPrinter, inTurn, interleave, seededPick } from './writer.ts'

export interface PlannedRun {
  fates: readonly Fate[]
  /** Every session has an id of its own, or ids repeat. */
  repeatIds: boolean
  threads: number
  /** `aborted` and `restarted` happen after this many further lines, once the pool was heard. */
  ending: 'completed' | 'aborted' | 'restarted'
  endsAfter: number
}

export interface PlannedNoise {
  kind: 'visit' | 'build' | 'event' | 'session' | 'misleading'
  fate: Fate
  /** Index of the session it is about; some of them are also in the queues of the runs. */
  session: number
}

export interface Scenario {
  version: Version
  runs: readonly PlannedRun[]
  noise: readonly PlannedNoise[]
  seed: number
}

export interface RunTruth {
  target: string
  outcome: 'completed' | 'failed' | 'lost'
  /** `id:state`, sorted; null when the run was cut short. */
  states: string[] | null
  /** The run before it was aborted and its pool never heard, so a reader must be careful whose lines it takes. */
  afterUnheard: boolean
  /** Ids that were stored while the run was open, sorted. */
  stored: string[]
}

export interface Truth {
  bulk: RunTruth[]
  sessions: { target: string; outcome: 'completed' | 'failed'; state: LogSessionState }[]
  other: { id: string; trigger: 'viewer' | 'event'; done: boolean }[]
  records: number
  /** The last run was aborted before its pool was heard. */
  unheard: boolean
}

const REQUEST = 'http-nio-8080-exec-1'

/** Plays a scenario: the log it leaves, and what a reader must find in it. */
export function play(scenario: Scenario): { text: string; truth: Truth } {
  const pick = seededPick(scenario.seed)
  const truth: Truth = { bulk: [], sessions: [], other: [], records: 0, unheard: false }
  const noise = scenario.noise.map((planned, index) => makeNoise(planned, index, scenario.version, truth))
  const runs = inTurn(makeRuns(scenario, pick, truth))
  const print = createPrinter()
  let text = ''
  for (const record of interleave([runs, ...noise], pick)) {
    if (record === null) continue
    truth.records++
    text += print(record)
  }
  return { text, truth }
}

function* makeRuns(scenario: Scenario, pick: (count: number) => number, truth: Truth): Generator<Activity> {
  let poolNumber = 1
  const strays: Activity[] = []
  for (const [index, planned] of scenario.runs.entries()) {
    const plan: BulkPlan = {
      scope: 'project',
      target: `P${index}`,
      requestThread: REQUEST,
      pool: poolNumber++,
      threads: planned.threads,
      version: scenario.version,
      sessions: planned.fates.map((fate, position) => ({
        id: `E${planned.repeatIds ? position % 3 : position}`,
        fate,
      })),
    }
    const run =
      planned.ending === 'completed'
        ? completedRun(plan, pick, truth)
        : cutRun(plan, planned, pick, truth, strays)
    yield interleave([run, ...strays.splice(0)], pick)
  }
  yield interleave(strays, pick)
}

function* completedRun(plan: BulkPlan, pick: (count: number) => number, truth: Truth): Activity {
  yield* bulkRun(plan, pick)
  truth.bulk.push({
    target: plan.target ?? '',
    outcome: 'completed',
    afterUnheard: truth.unheard,
    states: plan.sessions.map((session) => `${session.id}:${finalState(session, plan.version)}`).sort(),
    stored: idsOf(plan.sessions),
  })
  truth.unheard = false
}

function* cutRun(
  plan: BulkPlan,
  planned: PlannedRun,
  pick: (count: number) => number,
  truth: Truth,
  strays: Activity[],
): Activity {
  const stored: string[] = []
  const work = pool(plan, pick)
  for (const record of bulkRun(plan, () => 0)) {
    if (record === null || record.thread !== REQUEST) continue
    if (record.message.endsWith('complete')) break
    yield record
  }
  let heard = 0
  for (let step = work.next(); !step.done; step = work.next()) {
    yield step.value
    if (step.value) {
      const done = /^Session (\S+) metadata created and stored$/.exec(step.value.message)
      if (done?.[1] !== undefined) stored.push(done[1])
      if (heard++ >= planned.endsAfter) break
    }
  }
  stored.sort()
  const afterUnheard = truth.unheard
  truth.unheard = planned.ending === 'aborted' && heard === 0
  if (planned.ending === 'restarted') {
    truth.bulk.push({ target: plan.target ?? '', outcome: 'lost', afterUnheard, states: null, stored })
    yield* startUp(plan.version)
  } else {
    truth.bulk.push({ target: plan.target ?? '', outcome: 'failed', afterUnheard, states: null, stored })
    // threads that are at work when the request ends go on for a while
    strays.push(limited(work, 5))
    yield adviceError(REQUEST, 'JSON creation interrupted: x')
  }
}

function* limited(activity: Activity, count: number): Activity {
  for (let left = count; left > 0; left--) {
    const step = activity.next()
    if (step.done) return
    yield step.value
  }
}

function makeNoise(
  { kind, fate, session }: PlannedNoise,
  index: number,
  version: Version,
  truth: Truth,
): Activity {
  const id = `E${session}`
  const thread = kind === 'event' ? `reactorDispatcher-${index}` : `http-nio-8080-exec-${index + 2}`
  switch (kind) {
    case 'visit':
      return viewerVisit(thread, id, false, version)
    case 'misleading':
      return misleading(thread, id)
    case 'build':
      return noting(viewerVisit(thread, id, true, version), () =>
        truth.other.push({ id, trigger: 'viewer', done: true }),
      )
    case 'event':
      return noting(eventRebuild(thread, id, version), () =>
        truth.other.push({ id, trigger: 'event', done: true }),
      )
    case 'session': {
      const failed = fate === 'error' || fate === 'vanishes'
      return noting(sessionRun(thread, id, fate, version), () =>
        truth.sessions.push({
          target: id,
          outcome: failed ? 'failed' : 'completed',
          state: failed ? 'failed' : 'done',
        }),
      )
    }
  }
}

function* noting(activity: Activity, note: () => void): Activity {
  yield* activity
  note()
}

function finalState({ fate }: PlannedSession, version: Version): LogSessionState {
  if (fate === 'stored' || fate === 'migrated') return 'done'
  return fate === 'silent' && version === '3.7' ? 'unknown' : 'failed'
}

function idsOf(sessions: readonly PlannedSession[]): string[] {
  return sessions
    .filter(({ fate }) => fate === 'stored' || fate === 'migrated')
    .map(({ id }) => id)
    .sort()
}
