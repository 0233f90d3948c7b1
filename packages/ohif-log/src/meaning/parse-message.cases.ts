import type { LogEvent } from './event.ts'
import { LOGGERS } from './loggers.ts'

const { advice, aiaaApi, api, creator, data, dicomwebApi, dicomwebCreator, dicomwebHandler, experiment } =
  LOGGERS
const { firstCreator, handler, listener, receiver, scanner, security, utils } = LOGGERS

/** Level, logger, message, what it means. */
export type Case = [level: string, logger: string, message: string, event: LogEvent]

function unrecognized(level: string, logger: string, message: string): Case {
  return [level, logger, message, { kind: 'unrecognized', message }]
}

function noted(level: string, logger: string, message: string, name: string, value: string): Case {
  return [level, logger, message, { kind: 'noted', name, value }]
}

const requested = (scope: 'site' | 'project' | 'subject' | 'session', target: string | null): LogEvent => ({
  kind: 'run-requested',
  task: 'metadata',
  scope,
  target,
})

const RUNS: Case[] = [
  ['INFO', api, 'All projects metadata creation requested', requested('site', null)],
  ['INFO', api, 'Project BRAIN metadata creation requested', requested('project', 'BRAIN')],
  [
    'INFO',
    api,
    "Project Dr. O'Neil's  Übung metadata creation requested",
    requested('project', "Dr. O'Neil's  Übung"),
  ],
  [
    'INFO',
    api,
    'Project a metadata creation complete metadata creation requested',
    requested('project', 'a metadata creation complete'),
  ],
  ['INFO', api, 'Project  metadata creation requested', requested('project', '')],
  ['INFO', api, 'Subject XNAT_S00001 metadata creation requested', requested('subject', 'XNAT_S00001')],
  ['INFO', api, 'Session XNAT_E00001 metadata creation requested', requested('session', 'XNAT_E00001')],
  ['INFO', api, 'Creating experiment metadata for SITE_E1', requested('session', 'SITE_E1')],
  [
    'INFO',
    api,
    'Project BRAIN metadata creation complete',
    { kind: 'run-completed', task: 'metadata', scope: 'project', target: 'BRAIN' },
  ],
  [
    'INFO',
    dicomwebApi,
    'All projects DICOMweb data creation complete',
    { kind: 'run-completed', task: 'dicomweb', scope: 'site', target: null },
  ],
  [
    'INFO',
    api,
    'Thread count for parallel JSON creation: 4',
    { kind: 'threads-counted', task: 'metadata', threads: 4 },
  ],
  [
    'INFO',
    dicomwebApi,
    'Thread count for parallel DICOMweb data creation: 12',
    { kind: 'threads-counted', task: 'dicomweb', threads: 12 },
  ],
  [
    'INFO',
    api,
    'ImageSession ID: XNAT_E1',
    { kind: 'session-found', task: 'metadata', sessionId: 'XNAT_E1' },
  ],
  [
    'INFO',
    dicomwebApi,
    'ImageSession ID: XNAT_E1',
    { kind: 'session-found', task: 'dicomweb', sessionId: 'XNAT_E1' },
  ],
  ['INFO', api, 'experimentId SITE_E1', { kind: 'session-found', task: 'metadata', sessionId: 'SITE_E1' }],
  [
    'INFO',
    api,
    'Experiment XNAT_E1 is not part of Project A B',
    { kind: 'session-refused', sessionId: 'XNAT_E1', project: 'A B' },
  ],
  [
    'ERROR',
    advice,
    'Error executing request - No session found for ID: x - Cause: y',
    { kind: 'request-failed', error: 'Error executing request - No session found for ID: x - Cause: y' },
  ],
  ['ERROR', advice, 'RuntimeException - ', { kind: 'request-failed', error: 'RuntimeException - ' }],
  ['INFO', advice, 'NotFoundException - gone', { kind: 'request-failed', error: 'NotFoundException - gone' }],
]

const SESSIONS: Case[] = [
  ['INFO', handler, 'Creating session metadata for XNAT_E1', { kind: 'session-began', sessionId: 'XNAT_E1' }],
  [
    'INFO',
    handler,
    'Migrating session metadata for XNAT_E1',
    { kind: 'session-migrating', sessionId: 'XNAT_E1' },
  ],
  [
    'INFO',
    handler,
    'Session XNAT_E1 metadata created and stored',
    { kind: 'session-stored', sessionId: 'XNAT_E1' },
  ],
  ['INFO', handler, 'Session é1 metadata created and stored', { kind: 'session-stored', sessionId: 'é1' }],
  ['ERROR', creator, 'Jsonifier exception:', { kind: 'session-failed' }],
  ['ERROR', firstCreator, 'Jsonifier exception:', { kind: 'session-failed' }],
  ['ERROR', experiment, 'Jsonifier exception: ', { kind: 'session-failed' }],
  ['INFO', experiment, 'Creating JSON metadata for /a b/SCANS', { kind: 'session-began', sessionId: null }],
  [
    'DEBUG',
    experiment,
    'JSON written to: /data/a b/RESOURCES/metadata/SITE_E1.json',
    { kind: 'session-stored', sessionId: 'SITE_E1' },
  ],
  ['DEBUG', scanner, 'icr.etherj.dicom.impl.DefaultPatientRoot', { kind: 'dicom-tree' }],
  [
    'WARN',
    dicomwebHandler,
    'Session XNAT_E1 is not supported for DICOMweb data generation',
    { kind: 'dicomweb-unsupported', sessionId: 'XNAT_E1' },
  ],
  [
    'INFO',
    dicomwebCreator,
    'Creating DICOMweb data for /a/SCANS',
    { kind: 'dicomweb-scanning', path: '/a/SCANS' },
  ],
  [
    'DEBUG',
    listener,
    'Rebuilding viewer JSON metadata for ID: A User: jo Trigger event: Renamed (subject)',
    { kind: 'rebuild-triggered', sessionId: 'A', user: 'jo', trigger: 'Renamed (subject)' },
  ],
  [
    'DEBUG',
    listener,
    "Rebuilding viewer JSON metadata for experiment: A User: jo Trigger event: 'Merged'",
    { kind: 'rebuild-triggered', sessionId: 'A', user: 'jo', trigger: 'Merged' },
  ],
  ['WARN', listener, '', { kind: 'rebuild-failed', error: '' }],
  ['INFO', api, 'OHIF Viewer XAPI initialised', { kind: 'started-up', component: 'OHIF Viewer XAPI' }],
  [
    'INFO',
    aiaaApi,
    'OHIF Viewer AIAA XAPI initialised',
    { kind: 'started-up', component: 'OHIF Viewer AIAA XAPI' },
  ],
]

const NOTED: Case[] = [
  noted('DEBUG', creator, 'Experiment path: /a/b/', 'experiment-path', '/a/b/'),
  noted('INFO', creator, 'Creating JSON metadata for /a/SCANS', 'creating-json', '/a/SCANS'),
  noted(
    'DEBUG',
    scanner,
    'Temp file named /t/o.tmp created for storing serialized JSON',
    'temp-file-created',
    '/t/o.tmp',
  ),
  noted('DEBUG', handler, '/t/ohif1.tmp has been deleted', 'temp-file-deleted', '/t/ohif1.tmp'),
  noted('DEBUG', handler, 'JSON not found', 'json-missing', ''),
  noted('DEBUG', handler, 'JSON revision outdated: 1 < 2', 'revision-outdated', '1 < 2'),
  noted('DEBUG', data, 'Fetching session JSON for sessionId=A', 'fetching', 'A'),
  noted('WARN', receiver, 'Series UID 1.2.3 has a null or empty scan ID', 'scan-id-missing', '1.2.3'),
  noted('INFO', utils, 'Session A contains zero scans', 'zero-scans', 'A'),
  noted('DEBUG', security, 'Session visible to user jdoe: A', 'session-visible', 'jdoe: A'),
  noted('INFO', 'icr.etherj.AbstractPathScan', 'Anything at all', 'other', 'Anything at all'),
  noted('INFO', 'org.nrg.xnatx.roi.xapi.OhifRoiApi', 'x', 'other', 'x'),
]

/** Records that look like others and are not, and broken ones. */
const AWKWARD: Case[] = [
  unrecognized('INFO', api, ''),
  unrecognized('INFO', api, ' ImageSession ID: A'),
  unrecognized('INFO', api, 'ImageSession ID: '),
  unrecognized('INFO', api, 'ImageSession ID: A B'),
  unrecognized('INFO', api, `ImageSession ID: ${'A'.repeat(257)}`),
  unrecognized('INFO', api, 'Thread count for parallel JSON creation: four'),
  unrecognized('INFO', api, 'Thread count for parallel JSON creation: 99999'),
  unrecognized('INFO', api, 'All  projects metadata creation requested'),
  unrecognized('INFO', api, 'All projects DICOMweb data creation requested'),
  unrecognized('INFO', handler, 'Session XNAT_E1 metadata created and store'),
  unrecognized('INFO', handler, 'Session  metadata created and stored'),
  unrecognized('INFO', handler, 'Session A metadata created and stored '),
  unrecognized('WARN', creator, 'Jsonifier exception:'),
  unrecognized(
    'INFO',
    'org.nrg.xnatx.ohifviewer.inputcreator.JsonMetadataHandler2',
    'Session A metadata created and stored',
  ),
  unrecognized('INFO', 'JsonMetadataHandler', 'Session A metadata created and stored'),
  unrecognized('INFO', 'org.example.Changed', 'Something new'),
]

export const CASES: readonly Case[] = [...RUNS, ...SESSIONS, ...NOTED, ...AWKWARD]
