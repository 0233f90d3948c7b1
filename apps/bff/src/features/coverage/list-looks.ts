import type { XnatClient, XnatImageSession } from '@ohif-admin/xnat-client'
import type { Actor } from '../../lib/actor.ts'
import { isDicomwebOffered } from '../../lib/plugin-version.ts'
import type { StoredScan } from '../../storage/coverage-scans.ts'
import type { ListedLook } from '../../storage/coverage-sessions.ts'

/** Whole-slide images: the plugin keeps an index of its own for them from 3.7 on. */
const SLIDES = 'SM'

interface Needs {
  xnat: Pick<XnatClient, 'projectSessions' | 'siteSessions' | 'viewerPlugin'>
}

/**
 * What a scan has to ask about, by what XNAT lists to this person now: every session once, in the project that owns it.
 * Undefined without the plugin. Throws `UpstreamError`.
 */
export async function listLooks(
  { xnat }: Needs,
  actor: Actor,
  { projectId }: Pick<StoredScan, 'projectId'>,
): Promise<ListedLook[] | undefined> {
  const plugin = await xnat.viewerPlugin(actor.xnatSession)
  if (!plugin) return undefined
  const sessions = await listSessions(xnat, actor, projectId)
  const indexed = isDicomwebOffered(plugin.version)
  const looks = sessions.flatMap((session): ListedLook[] => {
    const look = {
      projectId: session.projectId,
      sessionId: session.id,
      label: session.label,
      subjectLabel: session.subjectLabel,
    }
    const viewer = { ...look, data: 'viewer' as const }
    return indexed && session.modality === SLIDES
      ? [viewer, { ...look, data: 'dicomweb' as const }]
      : [viewer]
  })
  return [...new Map(looks.map((look) => [`${look.sessionId} ${look.data}`, look])).values()]
}

async function listSessions(
  xnat: Needs['xnat'],
  { role, mayEdit, xnatSession }: Actor,
  projectId: string | null,
): Promise<XnatImageSession[]> {
  if (projectId !== null) return owned(await xnat.projectSessions(xnatSession, projectId), projectId)
  if (role === 'admin')
    return (await xnat.siteSessions(xnatSession)).filter((session) => session.projectId !== '')
  const listed: XnatImageSession[] = []
  // One after the other: XNAT builds each table in memory.
  for (const id of mayEdit) listed.push(...owned(await xnat.projectSessions(xnatSession, id), id))
  return listed
}

/** Sessions that are shared in belong to the project that can rebuild them. */
function owned(sessions: readonly XnatImageSession[], projectId: string): XnatImageSession[] {
  return sessions
    .map((session) => ({ ...session, projectId: session.projectId || projectId }))
    .filter((session) => session.projectId === projectId)
}
