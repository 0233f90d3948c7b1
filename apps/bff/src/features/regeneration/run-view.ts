import { isOpen, type LogCursor, type LogSight, type Run, type RunSession } from '@ohif-admin/contracts'
import type { Audience } from '../../lib/stream-hub.ts'
import type { StoredRun } from '../../storage/run-row.ts'
import { serverZone } from './guided/quiet-hours.ts'
import type { Progress } from './progress.ts'

/** What there is to say about a run beside its row. */
export interface RunFacts {
  row: StoredRun
  progress: Progress
  log: LogSight
  stalled: Run['stalled']
  queue?: Run['queue']
  followUps?: Run['followUps']
}

/** A run as a person of this audience may see it: XNAT's own words can name labels and paths. */
export function viewRun({ row: run, ...facts }: RunFacts, audience: Audience): Run {
  const { progress, log, stalled, queue = null, followUps = [] } = facts
  return {
    id: run.id,
    kind: run.kind,
    data: run.data,
    scope: run.scope,
    projectId: run.projectId,
    projectTitle: audience === 'support' ? null : run.projectTitle,
    targetId: run.targetId,
    targetLabel: audience === 'support' ? null : run.targetLabel,
    state: run.state,
    reason: run.reason,
    detail: audience === 'admin' ? run.detail : null,
    startedBy: run.startedBy,
    startedAt: new Date(run.startedAt).toISOString(),
    endedAt: run.endedAt === null ? null : new Date(run.endedAt).toISOString(),
    xnatCall: run.xnatCall,
    threads: run.threads,
    expected: run.expected,
    counts: run.counts,
    ...progress,
    log: isOpen(run.state)
      ? log
      : { state: run.logKey ? 'ok' : log.state, problem: run.logKey ? null : log.problem },
    logSource: run.logSource,
    startCursor: startOf(run),
    lastLineAt: run.lastLineAt === null ? null : new Date(run.lastLineAt).toISOString(),
    stalled,
    marks: run.marks,
    guided: run.guided && { ...run.guided, zone: serverZone() },
    queue,
    verification: run.verification,
    dicomweb: run.dicomweb,
    parent: run.parentId && run.parentTake ? { runId: run.parentId, take: run.parentTake } : null,
    followUps,
  }
}

/** The first line of a run; of a guided one where a log stood before its first call. Null while there is none. */
function startOf({ kind, logSource, logKey, startCursors }: StoredRun): LogCursor | null {
  if (kind === 'guided') return (Object.values(startCursors ?? {})[0] as LogCursor | undefined) ?? null
  return logKey && logSource ? (`${logSource}:${logKey}` as LogCursor) : null
}

/** A session of a run for this audience. */
export function viewSession(session: RunSession, audience: Audience): RunSession {
  return {
    ...session,
    reason: audience === 'admin' ? session.reason : null,
    label: audience === 'support' ? null : session.label,
    subjectLabel: audience === 'support' ? null : session.subjectLabel,
  }
}
