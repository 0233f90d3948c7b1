import type { ProjectId, RunTarget } from '@ohif-admin/contracts'
import type { XnatClient, XnatImageSession } from '@ohif-admin/xnat-client'
import type { Actor } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { ProjectAccess } from '../../lib/project-access.ts'

interface Needs {
  xnat: Pick<XnatClient, 'projectSessions' | 'projectSubjects' | 'siteSessions'>
  access: ProjectAccess
}

/** What a target is in XNAT at this moment. */
export interface ResolvedTarget {
  projectTitle: string | null
  /** Label of the subject or the session. */
  targetLabel: string | null
  /** Project that owns the subject, when that is another one than the target names. */
  sharedFrom: string | null
  /** Image sessions, as XNAT lists them to this person. */
  sessions: XnatImageSession[]
}

const LABEL = 'That is a label. XNAT wants the accession id, and fails half way on a label.'

/**
 * Looks the target up, in the person's session, before anything is sent. Throws `AppError` `not-found` for what is not
 * there or may not be seen (XNAT answers alike for both), `label-not-id` for a label in place of an id; `UpstreamError`.
 */
export async function resolveTarget(needs: Needs, actor: Actor, target: RunTarget): Promise<ResolvedTarget> {
  if (target.scope === 'site') {
    const sessions = await needs.xnat.siteSessions(actor.xnatSession)
    return { projectTitle: null, targetLabel: null, sharedFrom: null, sessions }
  }
  const { title } = await projectOf(needs, actor, target.projectId)
  const listed = await needs.xnat.projectSessions(actor.xnatSession, target.projectId)
  const base = { projectTitle: title, targetLabel: null, sharedFrom: null, sessions: listed }
  switch (target.scope) {
    case 'project':
      return base
    case 'subject':
      return { ...base, ...(await subjectOf(needs, actor, target, listed)) }
    case 'session':
      return { ...base, ...sessionOf(target.sessionId, listed) }
  }
}

async function projectOf({ access }: Needs, actor: Actor, projectId: ProjectId) {
  const project =
    (await access.readable(actor)).get(projectId) ?? (await access.readableNow(actor)).get(projectId)
  if (!project) throw new AppError('not-found', 'There is no such project, or you may not see it.')
  return project
}

async function subjectOf(
  { xnat }: Needs,
  actor: Actor,
  { projectId, subjectId }: { projectId: ProjectId; subjectId: string },
  listed: readonly XnatImageSession[],
) {
  const subjects = await xnat.projectSubjects(actor.xnatSession, projectId)
  const subject = subjects.find(({ id }) => id === subjectId)
  if (!subject) {
    if (subjects.some(({ label }) => label === subjectId)) throw new AppError('label-not-id', LABEL)
    throw new AppError('not-found', 'There is no such subject in this project, or you may not see it.')
  }
  const sharedFrom = subject.projectId !== '' && subject.projectId !== projectId ? subject.projectId : null
  const sessions = listed.filter((session) => session.subjectId === subjectId)
  return { targetLabel: subject.label, sharedFrom, sessions }
}

function sessionOf(sessionId: string, listed: readonly XnatImageSession[]) {
  const session = listed.find(({ id }) => id === sessionId)
  if (session) return { targetLabel: session.label, sessions: [session] }
  if (listed.some(({ label }) => label === sessionId)) throw new AppError('label-not-id', LABEL)
  throw new AppError('not-found', 'There is no such image session in this project, or you may not see it.')
}
