import type { LogScope, LogTask } from './event.ts'
import { LOGGERS } from './loggers.ts'
import { EFFECT, type Rule, type Shape } from './rule.ts'

const SCOPES: readonly { scope: LogScope; before: string; shape: Shape }[] = [
  { scope: 'site', before: 'All projects', shape: 'nothing' },
  // an id or an alias as the caller typed it: spaces, quotes and non-ASCII are possible
  { scope: 'project', before: 'Project ', shape: 'any' },
  { scope: 'subject', before: 'Subject ', shape: 'any' },
  { scope: 'session', before: 'Session ', shape: 'id' },
]

function requests(task: LogTask, logger: string, what: string): Rule[] {
  return SCOPES.flatMap(({ scope, before, shape }): Rule[] => {
    const target = (value: string) => (scope === 'site' ? null : value)
    return [
      {
        name: `${task}-${scope}-requested`,
        effect: EFFECT.runRequested,
        loggers: [logger],
        before,
        shape,
        after: ` ${what} creation requested`,
        event: (value) => ({ kind: 'run-requested', task, scope, target: target(value) }),
      },
      {
        name: `${task}-${scope}-completed`,
        effect: EFFECT.runCompleted,
        loggers: [logger],
        before,
        shape,
        after: ` ${what} creation complete`,
        event: (value) => ({ kind: 'run-completed', task, scope, target: target(value) }),
      },
    ]
  })
}

function threads(task: LogTask, logger: string, what: string): Rule {
  return {
    name: `${task}-threads`,
    effect: EFFECT.threadsCounted,
    loggers: [logger],
    before: `Thread count for parallel ${what} creation: `,
    shape: 'count',
    after: '',
    event: (value) => ({ kind: 'threads-counted', task, threads: Number(value) }),
  }
}

function queued(task: LogTask, logger: string): Rule {
  return {
    name: `${task}-session-found`,
    effect: task === 'metadata' ? EFFECT.found : EFFECT.dicomwebFound,
    loggers: [logger],
    before: 'ImageSession ID: ',
    shape: 'id',
    after: '',
    event: (sessionId) => ({ kind: 'session-found', task, sessionId }),
  }
}

/** Requests and their queues: the lines a request thread writes. */
export const RUN_RULES: readonly Rule[] = [
  queued('metadata', LOGGERS.api),
  queued('dicomweb', LOGGERS.dicomwebApi),
  ...requests('metadata', LOGGERS.api, 'metadata'),
  ...requests('dicomweb', LOGGERS.dicomwebApi, 'DICOMweb data'),
  threads('metadata', LOGGERS.api, 'JSON'),
  threads('dicomweb', LOGGERS.dicomwebApi, 'DICOMweb data'),
  {
    name: 'legacy-session-found',
    effect: EFFECT.legacyFound,
    loggers: [LOGGERS.api],
    before: 'experimentId ',
    shape: 'id',
    after: '',
    event: (sessionId) => ({ kind: 'session-found', task: 'metadata', sessionId }),
  },
  {
    name: 'legacy-session-requested',
    effect: EFFECT.legacySession,
    loggers: [LOGGERS.api],
    before: 'Creating experiment metadata for ',
    shape: 'id',
    after: '',
    event: (target) => ({ kind: 'run-requested', task: 'metadata', scope: 'session', target }),
  },
  {
    name: 'session-refused',
    effect: EFFECT.none,
    loggers: [LOGGERS.api],
    before: 'Experiment ',
    shape: 'any',
    after: '',
    event: (value) => {
      const [sessionId = value, project = ''] = value.split(' is not part of Project ')
      return { kind: 'session-refused', sessionId, project }
    },
  },
  {
    // every message of the advice is the end of a request: ERROR in three forms, INFO for NotFoundException
    name: 'request-failed',
    effect: EFFECT.requestFailed,
    loggers: [LOGGERS.advice],
    before: '',
    shape: 'any',
    after: '',
    event: (error) => ({ kind: 'request-failed', error }),
  },
  {
    name: 'request-checked',
    effect: EFFECT.requestChecked,
    loggers: [LOGGERS.security],
    before: 'Permission check - ',
    shape: 'any',
    after: '',
    event: (detail) => ({ kind: 'request-checked', detail }),
  },
]
