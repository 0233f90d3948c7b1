// Plain lists: the page reads its address with them before it needs any schema.

export const VERDICTS = [
  'stored',
  'migrated',
  'failed',
  'silent-failure',
  'unknown',
  'in-work',
  'waiting',
] as const

/** Which sessions of a run a list shows. */
export const SHOWN_SESSIONS = ['all', 'failures', ...VERDICTS] as const
