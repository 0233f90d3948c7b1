import { randomUUID } from 'node:crypto'
import { AccessionId, ProjectId, type RunId } from '@ohif-admin/contracts'
import type { LogRun } from '@ohif-admin/ohif-log'
import { newRun } from '../../storage/new-run.ts'
import type { StoredRun } from '../../storage/run-row.ts'
import { toCursors } from './log-binding.ts'
import { stampMs } from './progress.ts'

/**
 * The row of a run that began elsewhere. `newest` is the stamp of the log's last line and `newestAt` (epoch ms) when that
 * line was written: together they date the beginning without a zone.
 */
export function adoptedRow(
  source: string,
  run: LogRun,
  { newest, newestAt }: { newest: string | null; newestAt: number },
): StoredRun {
  return newRun({
    id: randomUUID() as RunId,
    kind: 'adopted',
    data: run.kind === 'dicomweb' ? 'dicomweb' : 'viewer',
    ...targetOf(run),
    state: run.discovering ? 'discovering' : 'running',
    startedBy: '',
    startedAt: newestAt - ageMs(run.startedAt, newest),
    xnatCall: { outcome: 'not-known', status: null, afterMs: null },
    logKey: run.key,
    logSource: source,
    startCursors: toCursors(new Map([[source, { fileKey: run.fileKey, offset: run.startOffset }]])),
  })
}

type Target = Pick<StoredRun, 'scope' | 'projectId' | 'targetId' | 'targetLabel'>

/** What only the end line tells of a run whose beginning was not seen; undefined when there is nothing new. */
export function learnedTarget(row: StoredRun, run: LogRun): Target | undefined {
  return row.scope === 'unknown' && run.scope !== null ? targetOf(run) : undefined
}

function targetOf({ scope, target }: LogRun): Target {
  const projectId = scope === 'project' ? (ProjectId.safeParse(target).data ?? null) : null
  const targetId = scope === 'subject' ? (AccessionId.safeParse(target).data ?? null) : null
  return {
    scope: scope === null || scope === 'session' ? 'unknown' : scope,
    projectId,
    targetId,
    // An alias, or anything else that the caller put into the address.
    targetLabel: projectId === null && targetId === null ? target : null,
  }
}

function ageMs(startedAt: string | null, newest: string | null): number {
  const [from, to] = [stampMs(startedAt), stampMs(newest)]
  return from === undefined || to === undefined ? 0 : Math.max(0, to - from)
}
