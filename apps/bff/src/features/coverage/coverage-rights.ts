import type { ProjectId } from '@ohif-admin/contracts'
import type { Actor } from '../../lib/actor.ts'
import type { ProjectAccess } from '../../lib/project-access.ts'
import type { StoredScan } from '../../storage/coverage-scans.ts'

/**
 * Whether the person may have sessions of a project looked at, or (null) of every project they may edit: whoever can
 * rebuild what a scan finds.
 */
export function mayScan(actor: Actor, projectId: ProjectId | null): boolean {
  if (actor.role === 'admin') return true
  return projectId === null ? actor.mayEdit.length > 0 : actor.mayEdit.includes(projectId)
}

/** One over all projects is its starter's: others may not edit the same ones. */
export function mayControl(actor: Actor, { projectId, startedBy }: StoredScan): boolean {
  if (actor.role === 'admin') return true
  return projectId === null ? startedBy === actor.username : mayScan(actor, projectId)
}

/** Whether the person may know of the scan: its counts tell how much there is. */
export function maySeeScan(actor: Actor, scan: StoredScan): boolean {
  return actor.role === 'support' || mayControl(actor, scan)
}

/**
 * The projects whose sessions the person may see here, with their titles by id; null for every one that there is. Whoever
 * only reads a project sees nothing of it here: a protected project is readable to all, its sessions are not. Throws
 * `UpstreamError`.
 */
export async function visibleProjects(
  access: ProjectAccess,
  actor: Actor,
): Promise<{ only: ReadonlySet<string> | null; titles: ReadonlyMap<string, string> }> {
  const readable = await access.readable(actor)
  const titles = new Map([...readable].map(([id, { title }]) => [id, title]))
  if (actor.role === 'admin') return { only: null, titles }
  return { only: new Set(actor.role === 'support' ? titles.keys() : actor.mayEdit), titles }
}
