import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Random } from '../random.ts'
import type { State } from '../state.ts'
import type { Experiment } from '../world/model.ts'
import { archiveEvent, visitViewer, writeStartUp } from './background.ts'
import { bulkRun } from './bulk-run.ts'
import { Engine } from './engine.ts'
import { JvmLife } from './life.ts'
import { formatRecord, LOG_NAME } from './log-writer.ts'
import { rebuild, writeChecks } from './session-call.ts'
import { VirtualTime } from './time.ts'

/** One thing that happened before the simulator was started. */
export interface PastRun {
  /** Epoch milliseconds; runs are given in order of time and do not overlap. */
  startAt: number
  /** What ran, or what happened beside: a restart, somebody at the viewer, an archive event. */
  what: 'site' | 'project' | 'subject' | 'session' | 'restart' | 'visit' | 'event'
  /** Project, subject or session id; unused for the site and a restart. */
  target?: string
  sessionMs?: readonly [number, number]
}

interface PastRecord {
  at: number
  text: string
}

/**
 * Composes the log of the past in virtual time with the engine that also writes the live one, one file per day.
 * Stored documents do not change.
 */
export async function writePastLog(state: State, runs: readonly PastRun[]): Promise<void> {
  const first = runs[0]
  if (!first) return
  const records: PastRecord[] = []
  const time = new VirtualTime(first.startAt - 60_000)
  await time.drive(relive(state, runs, time, records))
  const today = state.clock.day(state.clock.now())
  const byDay = Map.groupBy(records, ({ at }) => state.clock.day(at))
  for (const [day, list] of byDay) {
    const path = join(state.options.logFolder, day === today ? LOG_NAME : `${LOG_NAME}.${day}`)
    writeFileSync(path, list.map(({ text }) => text).join(''))
    const last = new Date(list.at(-1)?.at ?? state.clock.now())
    utimesSync(path, last, last)
  }
}

async function relive(
  state: State,
  runs: readonly PastRun[],
  time: VirtualTime,
  records: PastRecord[],
): Promise<void> {
  let engine = pastEngine(state, time, records)
  for (const run of runs) {
    await time.sleep(run.startAt - time.now())
    if (run.what === 'restart') engine = pastEngine(state, time, records)
    else await happen(engine, run)
  }
}

function pastEngine(state: State, time: VirtualTime, records: PastRecord[]): Engine {
  const settings = { ...state.settings, discoveryMs: 400 }
  const engine = new Engine({
    time,
    life: new JvmLife(),
    world: state.world,
    random: new Random(state.options.seed + records.length),
    orders: { holds: [], nextBehaviours: [], requestDeath: undefined },
    settings,
    log: {
      write: (thread, level, logger, message) => {
        const at = time.now()
        records.push({ at, text: formatRecord(state.clock.logStamp(at), thread, level, logger, message) })
      },
    },
  })
  writeStartUp(engine)
  return engine
}

async function happen(engine: Engine, run: PastRun): Promise<void> {
  engine.settings.sessionMs = run.sessionMs ?? [800, 6000]
  const target = run.target ?? ''
  const bulk = (subject: string, belongs: (one: Experiment) => boolean) => {
    const thread = engine.life.takeThread()
    const discover = () => copies(engine).filter((one) => one.imageSession && belongs(one))
    return bulkRun(engine, { subject, thread, discover }).finally(() => engine.life.releaseThread(thread))
  }
  switch (run.what) {
    case 'site':
      return bulk('All projects', () => true)
    case 'project':
      return bulk(`Project ${target}`, (one) => one.project === target)
    case 'subject':
      return bulk(`Subject ${target}`, (one) => one.subjectId === target)
    case 'session':
      return pastSession(engine, target)
    case 'visit':
      return visitViewer(engine, { ...engine.world.session(target) }, 'member')
    case 'event':
      return archiveEvent(engine, { ...engine.world.session(target) }, 'Transferred', 'uploader')
    case 'restart':
      return
  }
}

async function pastSession(engine: Engine, id: string): Promise<void> {
  const experiment = { ...engine.world.session(id) }
  const thread = engine.life.takeThread()
  const call = { engine, thread, username: 'owner', projectId: experiment.project, experiment }
  writeChecks(call, 'Edit')
  await rebuild(call).finally(() => engine.life.releaseThread(thread))
}

function copies(engine: Engine): Experiment[] {
  return [...engine.world.experiments.values()].map((one) => ({ ...one }))
}
