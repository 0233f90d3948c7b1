import type { RunId, RunSession } from '@ohif-admin/contracts'
import type { ExpectedSession } from '../../../storage/run-expected.ts'
import type { RunSessionListsRepository } from '../../../storage/run-session-lists.ts'

/** Every stored session of a run, in its order. Throws `StorageError`. */
export async function allSessions(lists: RunSessionListsRepository, runId: RunId): Promise<RunSession[]> {
  const sessions: RunSession[] = []
  for (;;) {
    const page = await lists.after(runId, sessions.at(-1)?.position ?? -1)
    if (page.length === 0) return sessions
    sessions.push(...page)
  }
}

/** A session of a guided run before its turn. */
export function waiting(session: ExpectedSession, position: number): RunSession {
  const { sessionId, projectId, label, subjectLabel } = session
  const nothing = { evidence: null, reason: null, beganAt: null, endedAt: null, tookMs: null }
  return { position, sessionId, projectId, label, subjectLabel, verdict: 'waiting', ...nothing }
}
