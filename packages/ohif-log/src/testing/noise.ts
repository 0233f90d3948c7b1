import { LOGGERS } from '../meaning/loggers.ts'
import { buildSession, type Fate } from './bulk-run.ts'
import { type Activity, debug, info, type Version, type Written } from './line.ts'

const {
  advice,
  aiaaApi,
  api,
  colorApi,
  configApi,
  data,
  dicomwebApi,
  handler,
  listener,
  roiApi,
  security,
  utils,
} = LOGGERS

/** The checks of rights that every request for a session begins with. */
export function* checks(thread: string, id: string): Activity {
  yield debug(
    thread,
    security,
    `Permission check - User: jdoe, Permission: Read, Element: xnat:projectData/ID, Value: P1`,
  )
  yield debug(thread, security, `Project visible to user jdoe: P1`)
  yield debug(thread, security, `Session visible to user jdoe: ${id}`)
  yield info(thread, utils, `Experiment ${id} belongs to project P1`)
}

/** A viewer opens a session; when its metadata is missing it is built at once. */
export function* viewerVisit(thread: string, id: string, built: boolean, version: Version): Activity {
  yield* checks(thread, id)
  if (built) {
    yield debug(thread, handler, 'JSON not found')
    yield* buildSession(thread, { id, fate: 'stored' }, version)
  } else yield debug(thread, handler, 'Stored JSON revision: 2')
  yield debug(thread, data, `Fetching session JSON for sessionId=${id}`)
  yield debug(thread, api, 'Finished the transfer of session JSON')
}

/** An event of XNAT that rebuilds a session. */
export function* eventRebuild(thread: string, id: string, version: Version): Activity {
  yield debug(
    thread,
    listener,
    `Handling event in OhifViewerEventListener. PipelineName: Transferred, DataType: xnat:mrSessionData, ID: ${id}`,
  )
  yield debug(
    thread,
    listener,
    `Rebuilding viewer JSON metadata for ID: ${id} User: uploader Trigger event: Transferred`,
  )
  yield* buildSession(thread, { id, fate: 'stored' }, version)
}

/** A session-level request. It answers with an error unless the session is stored (or silent, as microscopy is). */
export function* sessionRun(thread: string, id: string, fate: Fate, version: Version): Activity {
  yield* checks(thread, id)
  yield info(thread, api, `Session ${id} metadata creation requested`)
  yield* buildSession(thread, { id, fate }, version)
  if (fate === 'error' || fate === 'vanishes') yield adviceError(thread, `no room for ${id}`)
  else yield info(thread, api, `Session ${id} metadata creation complete`)
}

/** The error a request ends with. */
export function adviceError(thread: string, error: string): Written {
  return {
    thread,
    level: 'ERROR',
    logger: advice,
    message: `Error executing request - ${error}\norg.nrg.xnatx.plugin.PluginException: ${error}\n\tat java.lang.Thread.run(Thread.java:748)`,
  }
}

/** A record whose text pretends to be other records. */
export function* misleading(thread: string, id: string): Activity {
  yield {
    thread,
    level: 'WARN',
    logger: 'icr.etherj.dicom.impl.DefaultPathScan',
    message: `Cannot scan file: Session ${id} metadata created and stored\n  Session ${id} metadata created and stored\nAll projects metadata creation complete\n\n[pool-1-thread-1] INFO  x - y`,
  }
}

/** The server starts. */
export function* startUp(version: Version): Activity {
  const thread = 'main'
  yield info(thread, aiaaApi, 'OHIF Viewer AIAA XAPI initialised')
  yield info(thread, colorApi, 'OHIF Viewer ROI Color XAPI initialised')
  if (version === '3.7') yield info(thread, dicomwebApi, 'Viewer DICOMweb XAPI initialised')
  yield info(thread, api, 'OHIF Viewer XAPI initialised')
  if (version === '3.6') yield info(thread, configApi, 'OHIF Viewer ROI Presets XAPI initialised')
  yield info(thread, listener, 'OHIF Viewer event listener initialised')
  yield info(thread, roiApi, 'OHIF ROI XAPI initialised')
}
