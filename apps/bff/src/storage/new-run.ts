import type { RunCounts } from '@ohif-admin/contracts'
import type { StoredRun } from './run-row.ts'

export const NO_COUNTS: RunCounts = {
  total: null,
  stored: 0,
  migrated: 0,
  failed: 0,
  silentFailure: 0,
  unknown: 0,
  inWork: 0,
  waiting: 0,
}

type Named = 'id' | 'kind' | 'scope' | 'projectId' | 'state' | 'startedBy' | 'startedAt'

/** A run of which nothing is known but what is given. */
export function newRun(given: Pick<StoredRun, Named> & Partial<StoredRun>): StoredRun {
  return { ...NOTHING_YET, ...given }
}

const NOTHING_YET = {
  projectTitle: null,
  data: 'viewer',
  targetId: null,
  targetLabel: null,
  overwrite: false,
  slot: null,
  afterSignOut: false,
  notBefore: null,
  queueRank: null,
  repeat: null,
  parentId: null,
  parentTake: null,
  reason: null,
  detail: null,
  endedAt: null,
  idempotencyKey: null,
  xnatCall: { outcome: 'pending', status: null, afterMs: null },
  threads: null,
  expected: null,
  counts: NO_COUNTS,
  logKey: null,
  logSource: null,
  startCursors: null,
  endCursors: null,
  lastLineAt: null,
  pluginVersion: null,
  logThreads: null,
  throughput: [],
  guided: null,
  verification: null,
  dicomweb: null,
  longestSilenceMs: null,
  marks: [],
  targetKey: null,
} satisfies Omit<StoredRun, Named>
