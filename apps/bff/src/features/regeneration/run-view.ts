import { isOpen, type LogCursor, type LogSight, type Run, type RunSession } from '@ohif-admin/contracts'
import type { Audience } from '../../lib/stream-hub.ts'
import type { StoredRun } from '../../storage/run-row.ts'
import type { Progress } from './progress.ts'

/** A run as a person of this audience may see it: XNAT's own words can name labels and paths. */
export function viewRun(run: StoredRun, progress: Progress, log: LogSight, audience: Audience): Run {
  return {
    id: run.id,
    kind: run.kind,
    scope: run.scope,
    projectId: run.projectId,
    projectTitle: audience === 'support' ? null : run.projectTitle,
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
    startCursor: run.logKey && run.logSource ? (`${run.logSource}:${run.logKey}` as LogCursor) : null,
    lastLineAt: run.lastLineAt === null ? null : new Date(run.lastLineAt).toISOString(),
  }
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
