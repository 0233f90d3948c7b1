import { type Experiment, hasValidDocument } from '../world/model.ts'
import { buildSession } from './build.ts'
import type { Engine } from './engine.ts'
import { LOGGERS } from './lines.ts'
import { ensureDocument, type SessionCall, writeChecks, writeTransfer } from './session-call.ts'
import { atLeast } from './version.ts'

/** Lines of a fresh JVM; their order is not fixed (OHIF log contract, start-up). */
export function writeStartUp(engine: Engine): void {
  const version = engine.settings.pluginVersion
  if (version === null) return
  const say = (logger: string, text: string) =>
    engine.log.write('main', 'INFO', logger, `${text} initialised`)
  say(LOGGERS.aiaaApi, 'OHIF Viewer AIAA XAPI')
  if (atLeast(version, 3, 3)) say(LOGGERS.roiColorApi, 'OHIF Viewer ROI Color XAPI')
  say(LOGGERS.api, 'OHIF Viewer XAPI')
  if (atLeast(version, 3, 7)) say(LOGGERS.configApi, 'OHIF Viewer Config XAPI')
  else if (atLeast(version, 3, 5, 1)) say(LOGGERS.configApi, 'OHIF Viewer ROI Presets XAPI')
  if (atLeast(version, 3, 7)) say(LOGGERS.dicomwebApi, 'Viewer DICOMweb XAPI')
  say(LOGGERS.listener, 'OHIF Viewer event listener')
  say(LOGGERS.roiApi, 'OHIF ROI XAPI')
}

/** Somebody opens a session in the viewer: V2 on a request thread of its own. */
export async function visitViewer(engine: Engine, experiment: Experiment, username: string): Promise<void> {
  const thread = engine.life.takeThread()
  const call: SessionCall = { engine, thread, username, projectId: experiment.project, experiment }
  try {
    writeChecks(call, 'Read')
    await ensureDocument(call)
    if (hasValidDocument(experiment)) writeTransfer(call)
  } finally {
    engine.life.releaseThread(thread)
  }
}

/** A finished workflow reaches the plugin's listener; only some of them rebuild. */
export async function archiveEvent(
  engine: Engine,
  experiment: Experiment,
  pipeline: string,
  username: string,
): Promise<void> {
  const thread = engine.life.nextDispatcher()
  const handling = `Handling event in OhifViewerEventListener. PipelineName: ${pipeline}, DataType: ${experiment.xsiType}, ID: ${experiment.id}`
  engine.log.write(thread, 'DEBUG', LOGGERS.listener, handling)
  if (!['Transferred', 'Merged', 'Removed scan', 'Pulled Data from DICOM'].includes(pipeline)) return
  const rebuilding = `Rebuilding viewer JSON metadata for ID: ${experiment.id} User: ${username} Trigger event: ${pipeline}`
  engine.log.write(thread, 'DEBUG', LOGGERS.listener, rebuilding)
  await engine.track(() => buildSession(engine, thread, experiment))
}

/** Visits and events at random until the JVM ends; failures of single ones are nobody's concern. */
export async function makeBackgroundNoise(engine: Engine, meanPauseMs: number): Promise<void> {
  for (;;) {
    await engine.time.sleep(engine.random.next() * 2 * meanPauseMs)
    const calm = [...engine.world.experiments.values()].filter((e) => e.imageSession && e.behaviour === 'ok')
    const experiment = engine.random.pick(calm)
    if (!experiment) continue
    const pipeline = engine.random.pick(['AutoRun', 'Validated', 'Merged', 'Transferred']) ?? 'AutoRun'
    const happening =
      engine.random.next() < 0.6
        ? visitViewer(engine, experiment, 'member')
        : archiveEvent(engine, experiment, pipeline, 'uploader')
    happening.catch(() => undefined)
  }
}
