import type { SessionBehaviour } from '../types.ts'
import { DOCUMENT_REVISION, type Experiment } from '../world/model.ts'
import type { Engine } from './engine.ts'
import { LOGGERS, numberFormatTrace, readFailureTrace, treeDump } from './lines.ts'
import type { Level } from './log-writer.ts'
import { atLeast } from './version.ts'

/** What came out of a build; a bulk run drops it, a session call answers by it. */
export type BuildResult = 'stored' | 'gone' | 'read-error' | 'database-error' | 'unexpected-error'

/** The reason an explicit failure names. */
export const READ_ERROR = 'Stale file handle'

interface Build {
  engine: Engine
  thread: string
  experiment: Experiment
  behaviour: SessionBehaviour
  scans: string
  temp: string
  totalMs: number
}

/**
 * Builds the viewer document of one session on the given thread, writing what the plugin writes. The stored document
 * changes only when the result is `stored`. Rejects when the JVM ends.
 */
export async function buildSession(
  engine: Engine,
  thread: string,
  experiment: Experiment,
): Promise<BuildResult> {
  const behaviour = engine.behaviourOf(experiment)
  await engine.time.sleep(0)
  if (behaviour === 'silent-gone') return 'gone'
  const { pluginVersion } = engine.settings
  if (experiment.modality === 'SM' && atLeast(pluginVersion, 3, 7)) return buildMicroscopy(experiment)
  const path = `/data/xnat/archive/${experiment.project}/arc001/${experiment.label}`
  const build: Build = {
    engine,
    thread,
    experiment,
    behaviour,
    scans: `${path}/SCANS`,
    temp: `/usr/local/tomcat/temp/ohif${engine.random.digits(18)}.tmp`,
    totalMs: engine.buildMs(experiment),
  }
  warnOfModality(build)
  const migrates = experiment.oldDocument && atLeast(pluginVersion, 3, 5)
  write(
    build,
    'INFO',
    LOGGERS.handler,
    `${migrates ? 'Migrating' : 'Creating'} session metadata for ${experiment.id}`,
  )
  const result = migrates ? await migrate(build) : await readDicom(build, path)
  for (const hold of engine.holdsOn(experiment)) hold.finished(experiment.id)
  return result
}

/** Microscopy sessions get a placeholder document in silence (plugin 3.7 and later). */
function buildMicroscopy(experiment: Experiment): BuildResult {
  experiment.document = { revision: DOCUMENT_REVISION }
  return 'stored'
}

async function migrate(build: Build): Promise<BuildResult> {
  await build.engine.time.sleep(build.totalMs / 4)
  await passHolds(build)
  if (build.behaviour === 'silent-begun') return 'unexpected-error'
  const result = await store(build)
  if (result === 'stored') build.experiment.oldDocument = false
  return result
}

async function readDicom(build: Build, path: string): Promise<BuildResult> {
  const { engine, experiment, scans, behaviour, totalMs } = build
  if (behaviour === 'empty') {
    write(build, 'INFO', LOGGERS.plugin, `Session ${experiment.id} contains zero scans`)
  }
  await engine.time.sleep(totalMs * 0.03)
  write(build, 'DEBUG', LOGGERS.creator, `Experiment path: ${path}/`)
  write(build, 'INFO', LOGGERS.creator, `Creating JSON metadata for ${scans}`)
  write(build, 'INFO', LOGGERS.creator, `xnatExperimentScanUrl: /data/experiments/${experiment.id}/scans/`)
  write(build, 'INFO', LOGGERS.metadata, `DICOM search: ${scans}`)
  if (behaviour === 'empty') {
    write(build, 'WARN', LOGGERS.scan, `Not a directory or cannot be read: ${scans}`)
    await passHolds(build)
  } else {
    const failure = await scan(build)
    if (failure) return failure
  }
  return store(build)
}

async function scan(build: Build): Promise<BuildResult | undefined> {
  const { engine, experiment, scans, behaviour, totalMs } = build
  write(build, 'INFO', LOGGERS.scan, 'Building import list...')
  await engine.time.sleep(totalMs * 0.02)
  write(build, 'INFO', LOGGERS.scan, `Scanning ${experiment.files} files from ${scans}...`)
  if (behaviour === 'noisy') await makeNoise(build)
  await passHolds(build)
  await engine.time.sleep(totalMs * 0.85)
  if (behaviour === 'silent-begun') return 'unexpected-error'
  if (behaviour === 'explicit-error') {
    const file = `${scans}/3/DICOM/${experiment.uid}.3.dcm`
    write(build, 'WARN', LOGGERS.pathScan, `Cannot scan file: ${file}\n${readFailureTrace(READ_ERROR)}`)
    write(build, 'ERROR', LOGGERS.creator, `Jsonifier exception:\n${READ_ERROR}`)
    return 'read-error'
  }
  write(build, 'INFO', LOGGERS.scan, `Scan complete ${scans}`)
  return undefined
}

/** Warnings that look like failures and are none. */
async function makeNoise(build: Build): Promise<void> {
  for (let file = 0; file < 3; file += 1) {
    write(build, 'WARN', LOGGERS.receiver, `Series UID ${build.experiment.uid}.1 has a null or empty scan ID`)
  }
  await build.engine.time.sleep(build.totalMs * 0.02)
  write(build, 'WARN', LOGGERS.scan, `Exception in client PathScanContext\n${numberFormatTrace()}`)
}

async function store(build: Build): Promise<BuildResult> {
  const { engine, experiment, temp, behaviour, totalMs } = build
  const streamed = atLeast(engine.settings.pluginVersion, 3, 5)
  if (streamed && !experiment.oldDocument) {
    write(build, 'DEBUG', LOGGERS.metadata, `Temp file named ${temp} created for storing serialized JSON`)
  } else if (!streamed) {
    const subject = engine.world.subjects.get(experiment.subjectId)?.label ?? ''
    const { modality, date, uid, files } = experiment
    write(build, 'DEBUG', LOGGERS.metadata, treeDump(subject, modality, date, uid, files))
  }
  await engine.time.sleep(totalMs * 0.1)
  if (streamed) write(build, 'DEBUG', LOGGERS.handler, `${temp} has been deleted`)
  if (behaviour === 'silent-after-temp') return 'database-error'
  experiment.document = { revision: DOCUMENT_REVISION }
  write(build, 'INFO', LOGGERS.handler, `Session ${experiment.id} metadata created and stored`)
  return 'stored'
}

function warnOfModality(build: Build): void {
  const { experiment, engine } = build
  if (experiment.modality !== '' || !atLeast(engine.settings.pluginVersion, 3, 7)) return
  const text = `Modality for session ${experiment.id} is null or empty. Deriving from XSI type: ${experiment.xsiType}`
  write(build, 'WARN', LOGGERS.plugin, text)
}

async function passHolds(build: Build): Promise<void> {
  const { engine, experiment } = build
  await Promise.all(engine.holdsOn(experiment).map((hold) => hold.pass(experiment.id, engine.time.ended)))
}

function write(build: Build, level: Level, logger: string, message: string): void {
  build.engine.log.write(build.thread, level, logger, message)
}
