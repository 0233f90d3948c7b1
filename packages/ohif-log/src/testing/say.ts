import { LOGGERS } from '../meaning/loggers.ts'
import { type Activity, debug, info, type Written } from './line.ts'
import { adviceError } from './noise.ts'
import { print } from './writer.ts'

const { api, creator, dicomwebApi, dicomwebCreator, dicomwebHandler, experiment, handler, security } = LOGGERS

export const REQUEST = 'http-nio-8080-exec-1'
export const OTHER_REQUEST = 'http-nio-8080-exec-2'

/** `pool-7-thread-2`, or of another pool. */
export function worker(number: number, pool = 7): string {
  return `pool-${pool}-thread-${number}`
}

/** Single records, for tests that set them one by one. */
export const say = {
  requested: (subject = 'Project LIVER', thread = REQUEST) =>
    info(thread, api, `${subject} metadata creation requested`),
  completed: (subject = 'Project LIVER', thread = REQUEST) =>
    info(thread, api, `${subject} metadata creation complete`),
  threads: (count: number, thread = REQUEST) =>
    info(thread, api, `Thread count for parallel JSON creation: ${count}`),
  found: (id: string, thread = REQUEST) => info(thread, api, `ImageSession ID: ${id}`),
  began: (id: string, thread: string) => info(thread, handler, `Creating session metadata for ${id}`),
  migrating: (id: string, thread: string) => info(thread, handler, `Migrating session metadata for ${id}`),
  stored: (id: string, thread: string) => info(thread, handler, `Session ${id} metadata created and stored`),
  failed: (reason: string, thread: string): Written => ({
    thread,
    level: 'ERROR',
    logger: creator,
    message: `Jsonifier exception:\n${reason}`,
  }),
  advice: (error: string, thread = REQUEST) => adviceError(thread, error),
  checked: (thread: string) =>
    debug(thread, security, 'Permission check - User: jdoe, Permission: Read, Element: x, Value: P'),
  working: (thread: string) => info(thread, creator, 'Creating JSON metadata for /data/a/SCANS'),
  viewerStarted: (thread = 'main') => info(thread, api, 'OHIF Viewer XAPI initialised'),
  dicomwebRequested: (subject: string, thread = REQUEST) =>
    info(thread, dicomwebApi, `${subject} DICOMweb data creation requested`),
  dicomwebCompleted: (subject: string, thread = REQUEST) =>
    info(thread, dicomwebApi, `${subject} DICOMweb data creation complete`),
  dicomwebFound: (id: string, thread = REQUEST) => info(thread, dicomwebApi, `ImageSession ID: ${id}`),
  dicomwebUnsupported: (id: string, thread: string): Written => ({
    thread,
    level: 'WARN',
    logger: dicomwebHandler,
    message: `Session ${id} is not supported for DICOMweb data generation`,
  }),
  dicomwebScanning: (thread: string) =>
    info(thread, dicomwebCreator, 'Creating DICOMweb data for /data/a/SCANS'),
  legacyFound: (id: string, thread = REQUEST) => info(thread, api, `experimentId ${id}`),
  legacyBegan: (thread: string) => info(thread, experiment, 'Creating JSON metadata for /data/a/SCANS'),
  legacyStored: (id: string, thread: string) =>
    debug(thread, experiment, `JSON written to: /data/a/RESOURCES/metadata/${id}.json`),
  legacyFailed: (reason: string, thread: string): Written => ({
    thread,
    level: 'ERROR',
    logger: experiment,
    message: `Jsonifier exception:\n${reason}`,
  }),
  legacySession: (id: string, thread = REQUEST) =>
    info(thread, api, `Creating experiment metadata for ${id}`),
}

/** The log of these records. */
export function logOf(...records: readonly (Written | readonly Written[])[]): string {
  return print(sequence(records.flat()))
}

/** A request with its thread count and its queue. */
export function queueOf(threads: number, ...ids: readonly string[]): Written[] {
  return [say.requested(), say.threads(threads), ...ids.map((id) => say.found(id))]
}

function* sequence(records: readonly Written[]): Activity {
  yield* records
}
