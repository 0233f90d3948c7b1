import type { RunId } from '@ohif-admin/contracts'
import { ProjectId } from '@ohif-admin/contracts'
import type { XnatClient, XnatImageSession } from '@ohif-admin/xnat-client'
import type { FastifyBaseLogger } from 'fastify'
import type { Actor } from '../../lib/actor.ts'
import type { ProjectAccess } from '../../lib/project-access.ts'
import type { ExpectedSession, RunExpectedRepository } from '../../storage/run-expected.ts'
import type { StoredRun } from '../../storage/run-row.ts'
import type { RunSessionListsRepository } from '../../storage/run-session-lists.ts'
import type { RunsRepository } from '../../storage/runs.ts'
import type { FollowedRun } from './followed-run.ts'

interface Needs {
  runs: RunsRepository
  runExpected: RunExpectedRepository
  sessionLists: RunSessionListsRepository
  xnat: Pick<XnatClient, 'projectSessions' | 'siteSessions' | 'viewerPlugin'>
  access: ProjectAccess
  logger: FastifyBaseLogger
  /** The run, while it is followed. */
  followed: (id: RunId) => FollowedRun | undefined
}

/**
 * Names what an adopted run is about. The log tells ids only; labels, projects and the plugin's version are XNAT's, and
 * can be asked for once an admin is signed in.
 */
export class ListedSessions {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** The run with all that XNAT tells about it; as it is when XNAT cannot be asked. Throws StorageError. */
  async complete(row: StoredRun, actor: Actor): Promise<StoredRun> {
    if (row.kind !== 'adopted' || row.expected !== null || actor.role !== 'admin') return row
    try {
      return await this.#complete(row, actor)
    } catch (error) {
      this.#needs.logger.warn(
        { err: error, runId: row.id },
        'XNAT could not say what an adopted run is about',
      )
      return row
    }
  }

  async #complete(row: StoredRun, actor: Actor): Promise<StoredRun> {
    const { runs, runExpected, sessionLists, xnat, access, followed } = this.#needs
    const [listed, plugin, projects] = await Promise.all([
      this.#list(row, actor),
      xnat.viewerPlugin(actor.xnatSession),
      access.readable(actor),
    ])
    const expected = new Map(listed.map((session) => [session.id, toExpected(session)]))
    const projectId = row.projectId ?? ownerOf(row, listed)
    const patch = {
      projectId,
      projectTitle: (projectId && projects.get(projectId)?.title) ?? null,
      targetLabel: row.targetLabel ?? subjectLabelOf(row, listed),
      expected: expected.size,
      pluginVersion: plugin?.version ?? null,
    }
    await runExpected.saveExpected(row.id, expected.values())
    await runs.update(row.id, patch)
    const run = followed(row.id)
    if (run) run.learn(patch, expected)
    else await sessionLists.name(row.id, expected)
    return { ...row, ...patch }
  }

  #list({ scope, projectId, targetId }: StoredRun, { xnatSession }: Actor): Promise<XnatImageSession[]> {
    const { xnat } = this.#needs
    if (scope === 'project' && projectId !== null) return xnat.projectSessions(xnatSession, projectId)
    return xnat
      .siteSessions(xnatSession)
      .then((all) => (scope === 'subject' ? all.filter(({ subjectId }) => subjectId === targetId) : all))
  }
}

const toExpected = ({ id, projectId, label, subjectLabel }: XnatImageSession): ExpectedSession => ({
  sessionId: id,
  projectId: projectId || null,
  label,
  subjectLabel,
})

/** A subject run covers the subject's own project, whatever others it is shared into. */
function ownerOf({ scope }: StoredRun, [first]: readonly XnatImageSession[]): ProjectId | null {
  return scope === 'subject' ? (ProjectId.safeParse(first?.projectId).data ?? null) : null
}

function subjectLabelOf({ scope }: StoredRun, [first]: readonly XnatImageSession[]): string | null {
  return scope === 'subject' ? (first?.subjectLabel ?? null) : null
}
