import { UpstreamError, type XnatClient, type XnatImageSession } from '@ohif-admin/xnat-client'
import type { Actor } from '../../lib/actor.ts'
import { isDicomwebOffered } from '../../lib/plugin-version.ts'
import type { ProjectAccess } from '../../lib/project-access.ts'
import type { StoredScan } from '../../storage/coverage-scans.ts'
import type { ListedLook } from '../../storage/coverage-sessions.ts'

/** Whole-slide images: the plugin keeps an index of its own for them from 3.7 on. */
const SLIDES = 'SM'

interface Needs {
  xnat: Pick<XnatClient, 'projectSessions'>
  access: ProjectAccess
}

/**
 * What a scan has to ask about, project by project, by what XNAT lists to this person now: every session once, in the
 * project that owns it. One list of a large site would keep XNAT, and this process, busy for seconds. Throws
 * `UpstreamError`.
 */
export async function* listLooks(
  needs: Needs,
  actor: Actor,
  { projectId }: Pick<StoredScan, 'projectId'>,
  plugin: { version: string | null },
): AsyncGenerator<{ projectId: string; looks: ListedLook[] }> {
  const indexed = isDicomwebOffered(plugin.version)
  for (const id of await projectsOf(needs, actor, projectId)) {
    const listed = await listProject(needs, actor, id, { mayBeGone: projectId === null })
    yield { projectId: id, looks: owned(listed, id).flatMap((session) => looksOf(session, indexed)) }
  }
}

async function projectsOf(
  { access }: Needs,
  actor: Actor,
  projectId: string | null,
): Promise<readonly string[]> {
  if (projectId !== null) return [projectId]
  return actor.role === 'admin' ? [...(await access.readableNow(actor)).keys()] : actor.mayEdit
}

async function listProject(
  { xnat }: Needs,
  { xnatSession }: Actor,
  id: string,
  { mayBeGone }: { mayBeGone: boolean },
): Promise<XnatImageSession[]> {
  try {
    return await xnat.projectSessions(xnatSession, id)
  } catch (error) {
    // One of many that was deleted a moment ago.
    if (mayBeGone && error instanceof UpstreamError && error.status === 404) return []
    throw error
  }
}

/** Sessions that are shared in belong to the project that can rebuild them. Each once, should XNAT list one twice. */
function owned(sessions: readonly XnatImageSession[], projectId: string): XnatImageSession[] {
  const mine = sessions
    .map((session) => ({ ...session, projectId: session.projectId || projectId }))
    .filter((session) => session.projectId === projectId)
  return [...new Map(mine.map((session) => [session.id, session])).values()]
}

function looksOf(
  { projectId, id, label, subjectLabel, modality }: XnatImageSession,
  indexed: boolean,
): ListedLook[] {
  const viewer: ListedLook = { projectId, sessionId: id, data: 'viewer', label, subjectLabel }
  return indexed && modality === SLIDES ? [viewer, { ...viewer, data: 'dicomweb' }] : [viewer]
}
