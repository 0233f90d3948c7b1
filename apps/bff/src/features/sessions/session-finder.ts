import { AccessionId, type ProjectId, type SessionLookup, type SessionSearch } from '@ohif-admin/contracts'
import { UpstreamError, type XnatClient, type XnatExperiment } from '@ohif-admin/xnat-client'
import type { Actor } from '../../lib/actor.ts'
import type { ProjectAccess } from '../../lib/project-access.ts'
import { viewerUrl } from './viewer-url.ts'

const PLACES = 10
const FOUND = 20

interface Needs {
  xnat: Pick<XnatClient, 'findExperiments'>
  access: ProjectAccess
  /** XNAT's root as browsers reach it, and whether that is a guess. */
  xnatRoot: { url: string; guessed: boolean }
}

/** Looks sessions up in XNAT, in the session of whoever asks. Every verb throws `UpstreamError` when XNAT cannot tell. */
export class SessionFinder {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** The session with this id or label in a project, or why there is none to see. Asked anew each time. */
  async lookup(actor: Actor, projectId: ProjectId, name: string): Promise<SessionLookup> {
    if (!(await this.#isReadable(actor, projectId))) return { outcome: 'project-not-readable' }
    try {
      const found = await this.#imageSession(actor, projectId, name)
      if (found) {
        const by = found.id === name ? 'id' : 'label'
        return { outcome: 'found', by, session: this.#facts(actor, projectId, found) }
      }
      const other = await this.#find(actor, projectId, name, 'any')
      if (other)
        return { outcome: 'not-imaging', sessionId: other.id, label: other.label, xsiType: other.xsiType }
    } catch (error) {
      if (isRefusal(error, 403)) return { outcome: 'sessions-refused' }
      if (isRefusal(error, 404)) return { outcome: 'project-not-readable' }
      throw error
    }
    const places = await this.#elsewhere(actor, projectId, name)
    return places.length > 0 ? { outcome: 'elsewhere', places } : { outcome: 'not-found' }
  }

  /** The image session with this id, or undefined when the person may not see one there. */
  async byId(actor: Actor, projectId: ProjectId, sessionId: string): Promise<XnatExperiment | undefined> {
    try {
      const ask = {
        project: projectId,
        by: 'ID',
        match: 'is',
        value: sessionId,
        kind: 'image-session',
      } as const
      const [found] = await this.#needs.xnat.findExperiments(actor.xnatSession, ask)
      return found
    } catch (error) {
      if (isRefusal(error, 403) || isRefusal(error, 404)) return undefined
      throw error
    }
  }

  /** Sessions whose label or id begins with a text, by label, in everything the person can read. */
  async search(actor: Actor, text: string): Promise<SessionSearch> {
    const ask = { project: null, match: 'starts', value: text, kind: 'image-session' } as const
    const listings = await Promise.all(
      (['label', 'ID'] as const).map((by) =>
        this.#needs.xnat.findExperiments(actor.xnatSession, { ...ask, by }),
      ),
    )
    const found = [...new Map(listings.flat().map((one) => [one.id, one])).values()]
    const sorted = found.sort((a, b) => a.label.localeCompare(b.label, 'en', { numeric: true }))
    return { sessions: sorted.slice(0, FOUND).map(toListed), more: sorted.length > FOUND }
  }

  async #isReadable(actor: Actor, projectId: ProjectId): Promise<boolean> {
    const { access } = this.#needs
    return (await access.readable(actor)).has(projectId) || (await access.readableNow(actor)).has(projectId)
  }

  /** An id is looked for first: somebody may have given a session the id of another one for its label. */
  #imageSession(actor: Actor, projectId: ProjectId, name: string) {
    return this.#find(actor, projectId, name, 'image-session')
  }

  async #find(actor: Actor, project: ProjectId, value: string, kind: 'image-session' | 'any') {
    for (const by of AccessionId.safeParse(value).success
      ? (['ID', 'label'] as const)
      : (['label'] as const)) {
      const ask = { project, by, match: 'is', value, kind } as const
      const found = await this.#needs.xnat.findExperiments(actor.xnatSession, ask)
      // A session that is shared in may have the label of one of the project's own.
      const own = found.find(({ projectId }) => projectId === project)
      const first = own ?? found[0]
      if (first) return first
    }
    return undefined
  }

  async #elsewhere(actor: Actor, projectId: ProjectId, value: string) {
    const ask = { project: null, match: 'is', value, kind: 'image-session' } as const
    const by = AccessionId.safeParse(value).success ? (['ID', 'label'] as const) : (['label'] as const)
    const listings = await Promise.all(
      by.map((one) => this.#needs.xnat.findExperiments(actor.xnatSession, { ...ask, by: one })),
    )
    const found = [...new Map(listings.flat().map((one) => [one.id, one])).values()]
    return found
      .filter((one) => one.projectId !== '' && one.projectId !== projectId)
      .slice(0, PLACES)
      .map(toListed)
  }

  #facts(actor: Actor, projectId: ProjectId, found: XnatExperiment) {
    const { xnatRoot } = this.#needs
    const { id, projectId: listedIn, ...rest } = found
    const ownerProjectId = listedIn || projectId
    return {
      ...rest,
      projectId,
      sessionId: id as AccessionId,
      ownerProjectId,
      mayRebuild: actor.role === 'admin' || actor.mayEdit.some((one) => one === ownerProjectId),
      viewer: {
        url: viewerUrl(xnatRoot.url, { ...found, projectId, ownerProjectId }),
        guessed: xnatRoot.guessed,
      },
    }
  }
}

const toListed = ({ id, label, projectId }: XnatExperiment) => ({ sessionId: id, label, projectId })

const isRefusal = (error: unknown, status: number) =>
  error instanceof UpstreamError && error.kind === 'refused' && error.status === status
