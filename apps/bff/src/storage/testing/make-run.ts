import { randomUUID } from 'node:crypto'
import { IdempotencyKey, ProjectId, RunId } from '@ohif-admin/contracts'
import type { StoredRun } from '../run-row.ts'

/** A run that was just asked for; name what the test is about. */
export function makeRun(changes: Partial<StoredRun> = {}): StoredRun {
  return {
    id: RunId.parse(randomUUID()),
    kind: 'bulk',
    scope: 'project',
    projectId: ProjectId.parse('LIVER'),
    projectTitle: 'Liver',
    state: 'starting',
    reason: null,
    detail: null,
    startedBy: 'ada',
    startedAt: 1_764_000_000_000,
    endedAt: null,
    idempotencyKey: IdempotencyKey.parse(randomUUID()),
    xnatCall: { outcome: 'pending', status: null, afterMs: null },
    threads: null,
    expected: null,
    counts: {
      total: null,
      stored: 0,
      migrated: 0,
      failed: 0,
      silentFailure: 0,
      unknown: 0,
      inWork: 0,
      waiting: 0,
    },
    logKey: null,
    logSource: null,
    startCursors: null,
    endCursors: null,
    lastLineAt: null,
    pluginVersion: null,
    logThreads: null,
    throughput: [],
    ...changes,
  }
}
