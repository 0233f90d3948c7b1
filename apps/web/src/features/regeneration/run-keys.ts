import type { RunId } from '@ohif-admin/contracts'

/** Keys of what is read about runs, from general to particular. Apart from the requests: these need no schemas. */
export const runKeys = {
  root: ['runs'] as const,
  lists: ['runs', 'list'] as const,
  queueKey: ['runs', 'queue'] as const,
  histories: ['runs', 'history'] as const,
  sessionsOf: (id: RunId) => ['runs', 'sessions', id] as const,
  logOf: (id: RunId) => ['runs', 'log', id] as const,
}
