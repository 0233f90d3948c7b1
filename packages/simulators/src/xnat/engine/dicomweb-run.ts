import type { Experiment } from '../world/model.ts'
import type { Engine } from './engine.ts'
import { LOGGERS } from './lines.ts'

export interface DicomwebRun {
  /** Text of the first and last line: `All projects`, `Project P`, `Subject S`. */
  subject: string
  /** The request thread, blocked for the whole run. */
  thread: string
  sessions: readonly Experiment[]
  /** Index again what is indexed already. */
  overwrite: boolean
}

/** A DICOMweb bulk run: own lock, own pool, and the very same text for the sessions of its queue. */
export async function dicomwebRun(engine: Engine, run: DicomwebRun): Promise<void> {
  const { subject, thread, sessions, overwrite } = run
  const say = (text: string) => engine.log.write(thread, 'INFO', LOGGERS.dicomwebApi, text)
  say(`${subject} DICOMweb data creation requested`)
  await engine.time.sleep(engine.settings.discoveryMs)
  const { threads } = engine.settings
  say(`Thread count for parallel DICOMweb data creation: ${threads}`)
  for (const { id } of sessions) say(`ImageSession ID: ${id}`)
  const pool = engine.life.nextPool()
  const waiting = [...sessions]
  const worker = async (number: number) => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      await index(engine, `pool-${pool}-thread-${number}`, next, overwrite)
  }
  await Promise.all(Array.from({ length: Math.min(threads, sessions.length) }, (_, i) => worker(i + 1)))
  say(`${subject} DICOMweb data creation complete`)
}

/** The session-level call: everything on the request thread. */
export async function indexSession(
  engine: Engine,
  thread: string,
  experiment: Experiment,
  overwrite: boolean,
): Promise<void> {
  const say = (text: string) => engine.log.write(thread, 'INFO', LOGGERS.dicomwebApi, text)
  say(`Session ${experiment.id} DICOMweb data creation requested`)
  await index(engine, thread, experiment, overwrite)
  say(`Session ${experiment.id} DICOMweb data creation complete`)
}

/** There is no line for a finished index, and none for a session whose task fails while it is loaded. */
async function index(
  engine: Engine,
  thread: string,
  experiment: Experiment,
  overwrite: boolean,
): Promise<void> {
  await engine.time.sleep(0)
  const behaviour = engine.behaviourOf(experiment)
  if (behaviour === 'silent-gone') return
  if (experiment.modality !== 'SM') {
    const text = `Session ${experiment.id} is not supported for DICOMweb data generation`
    engine.log.write(thread, 'WARN', LOGGERS.dicomwebHandler, text)
    return
  }
  if (experiment.dicomwebIndexed && !overwrite) return
  const scans = `/data/xnat/archive/${experiment.project}/arc001/${experiment.label}/SCANS`
  engine.log.write(thread, 'INFO', LOGGERS.dicomwebCreator, `Creating DICOMweb data for ${scans}`)
  engine.log.write(thread, 'INFO', LOGGERS.scan, 'Building import list...')
  engine.log.write(thread, 'INFO', LOGGERS.scan, `Scanning ${experiment.files} files from ${scans}...`)
  await engine.time.sleep(engine.buildMs(experiment))
  engine.log.write(thread, 'INFO', LOGGERS.scan, `Scan complete ${scans}`)
  if (behaviour === 'ok' || behaviour === 'noisy') experiment.dicomwebIndexed = true
}
