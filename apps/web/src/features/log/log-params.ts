/** The names under which the view stands in the address. */
export const LOG_PARAMS = [
  'source',
  'levels',
  'text',
  'regex',
  'case',
  'invert',
  'context',
  'logger',
  'thread',
  'run',
  'session',
  'cursor',
  'time',
  'wrap',
  'follow',
] as const
export type LogParams = Partial<Record<(typeof LOG_PARAMS)[number], string>>

/** Of these, what stands in the address of a run whose log is shown. */
export const RUN_LOG_PARAMS = LOG_PARAMS.filter((name) => !['source', 'run', 'session'].includes(name))
