import { randomUUID } from 'node:crypto'
import { IdempotencyKey, isActive, ProjectId, RunId } from '@ohif-admin/contracts'
import { newRun } from '../new-run.ts'
import { DISPATCH_SLOT, type StoredRun } from '../run-row.ts'

/** A run that was just sent; name what the test is about. */
export function makeRun(changes: Partial<StoredRun> = {}): StoredRun {
  return newRun({
    id: RunId.parse(randomUUID()),
    kind: 'bulk',
    scope: 'project',
    projectId: ProjectId.parse('LIVER'),
    projectTitle: 'Liver',
    state: 'starting',
    slot: changes.kind !== 'adopted' && isActive(changes.state ?? 'starting') ? DISPATCH_SLOT : null,
    startedBy: 'ada',
    startedAt: 1_764_000_000_000,
    idempotencyKey: IdempotencyKey.parse(randomUUID()),
    ...changes,
  })
}
