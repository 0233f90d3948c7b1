import type { LogEvent } from './event.ts'
import { LOGGERS } from './loggers.ts'
import { EFFECT, type Rule } from './rule.ts'

/** The lines that begin and end one session, on whatever thread builds it. */
export const SESSION_RULES: readonly Rule[] = [
  {
    name: 'session-began',
    effect: EFFECT.began,
    loggers: [LOGGERS.handler],
    before: 'Creating session metadata for ',
    shape: 'id',
    after: '',
    event: (sessionId) => ({ kind: 'session-began', sessionId }),
  },
  {
    name: 'session-migrating',
    effect: EFFECT.migrating,
    loggers: [LOGGERS.handler],
    before: 'Migrating session metadata for ',
    shape: 'id',
    after: '',
    event: (sessionId) => ({ kind: 'session-migrating', sessionId }),
  },
  {
    name: 'session-stored',
    effect: EFFECT.stored,
    loggers: [LOGGERS.handler],
    before: 'Session ',
    shape: 'id',
    after: ' metadata created and stored',
    event: (sessionId) => ({ kind: 'session-stored', sessionId }),
  },
  {
    // the reason is on the next line; the creator's class changed its name twice
    name: 'session-failed',
    effect: EFFECT.failed,
    loggers: [LOGGERS.creator, LOGGERS.firstCreator, LOGGERS.experiment],
    level: 'ERROR',
    before: 'Jsonifier exception:',
    shape: 'any',
    after: '',
    event: () => ({ kind: 'session-failed' }),
  },
  {
    name: 'dicom-tree',
    effect: EFFECT.dicomTree,
    loggers: [LOGGERS.scanner],
    level: 'DEBUG',
    before: '',
    shape: 'id',
    after: 'DefaultPatientRoot',
    event: () => ({ kind: 'dicom-tree' }),
  },
  {
    name: 'dicomweb-unsupported',
    effect: EFFECT.dicomwebUnsupported,
    loggers: [LOGGERS.dicomwebHandler],
    before: 'Session ',
    shape: 'id',
    after: ' is not supported for DICOMweb data generation',
    event: (sessionId) => ({ kind: 'dicomweb-unsupported', sessionId }),
  },
  {
    name: 'dicomweb-scanning',
    effect: EFFECT.dicomwebScanning,
    loggers: [LOGGERS.dicomwebCreator],
    before: 'Creating DICOMweb data for ',
    shape: 'any',
    after: '',
    event: (path) => ({ kind: 'dicomweb-scanning', path }),
  },
  {
    name: 'legacy-session-began',
    effect: EFFECT.legacyBegan,
    loggers: [LOGGERS.experiment],
    before: 'Creating JSON metadata for ',
    shape: 'any',
    after: '',
    event: () => ({ kind: 'session-began', sessionId: null }),
  },
  {
    name: 'legacy-session-stored',
    effect: EFFECT.legacyStored,
    loggers: [LOGGERS.experiment],
    before: 'JSON written to: ',
    shape: 'any',
    after: '.json',
    event: (path) => ({ kind: 'session-stored', sessionId: path.slice(path.lastIndexOf('/') + 1) }),
  },
]

/** Generation that no run asked for: XNAT's events. */
export const EVENT_RULES: readonly Rule[] = [
  rebuild('rebuild-triggered', 'Rebuilding viewer JSON metadata for ID: '),
  // 3.0 to 3.2
  rebuild('rebuild-triggered-early', 'Rebuilding viewer JSON metadata for experiment: '),
  ...[
    LOGGERS.api,
    LOGGERS.listener,
    LOGGERS.aiaaApi,
    LOGGERS.colorApi,
    LOGGERS.configApi,
    LOGGERS.roiApi,
    LOGGERS.dicomwebApi,
  ].map(
    (logger): Rule => ({
      name: 'started-up',
      effect: EFFECT.startedUp,
      loggers: [logger],
      before: '',
      shape: 'any',
      after: ' initialised',
      event: (component) => ({ kind: 'started-up', component }),
    }),
  ),
]

/** The listener's WARN is an exception's own text, so it can only be told by its level: it must be tried last. */
export const LAST_RULES: readonly Rule[] = [
  {
    name: 'rebuild-failed',
    effect: EFFECT.rebuildFailed,
    loggers: [LOGGERS.listener],
    level: 'WARN',
    before: '',
    shape: 'any',
    after: '',
    event: (error) => ({ kind: 'rebuild-failed', error }),
  },
]

function rebuild(name: string, before: string): Rule {
  return {
    name,
    effect: EFFECT.rebuildTriggered,
    loggers: [LOGGERS.listener],
    before,
    shape: 'any',
    after: '',
    event: readTrigger,
  }
}

function readTrigger(value: string): LogEvent {
  const [sessionId = '', rest = ''] = split(value, ' User: ')
  const [user, trigger] = split(rest, ' Trigger event: ')
  // 3.0 to 3.2 put the event in quotes
  return {
    kind: 'rebuild-triggered',
    sessionId,
    user: user || null,
    trigger: trigger?.replace(/^'(.*)'$/, '$1') ?? null,
  }
}

function split(text: string, at: string): [string, string?] {
  const index = text.indexOf(at)
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + at.length)]
}
