import type { ListAnswer } from '@ohif-admin/aiaa-client'
import { type Assignment, type AssignmentPlace, projectOfPlace, SITE_PLACE } from '@ohif-admin/contracts'
import { type ServerListMeta, UpstreamError, type XnatClient } from '@ohif-admin/xnat-client'
import type { Actor } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { ProjectAccess } from '../../lib/project-access.ts'
import { isXnatAway } from '../../lib/upstream-error.ts'
import type { StoredList, StoredVersion } from '../../storage/assignments.ts'
import { type Answered, readAnswer, textOf } from './answers.ts'
import type { EntryContext } from './entries.ts'
import type { ListReader } from './list-reader.ts'
import type { VersionLog } from './version-log.ts'
import { describeAssignment, type HealthLookup, type Parts, type ViewContext } from './views.ts'

interface Needs extends EntryContext {
  lists: ListReader
  versions: VersionLog
  xnat: Pick<XnatClient, 'serverListMeta'>
  access: ProjectAccess
  health: HealthLookup
}

/** Reads places for somebody, takes note of what it sees, and says what it means. */
export class PlaceReader {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  contextFor({ role }: Actor): ViewContext {
    const { xnatIsHttps, health } = this.#needs
    return { xnatIsHttps, health, isAdmin: role === 'admin' }
  }

  /** The title of the place's project; null for the site. Throws `AppError` `not-found`, `UpstreamError`. */
  async titleOf(actor: Actor, place: AssignmentPlace): Promise<string | null> {
    const projectId = projectOfPlace(place)
    if (projectId === null) return null
    const { access } = this.#needs
    const project =
      (await access.readable(actor)).get(projectId) ?? (await access.readableNow(actor)).get(projectId)
    // XNAT answers alike for a project that is not there and one that may not be seen, and so do we.
    if (!project) throw new AppError('not-found', 'There is no such project, or you may not see it.')
    return project.title
  }

  /** The place as it is now in XNAT. Throws `AppError` `not-found`, `UpstreamError`. */
  async readNow(actor: Actor, place: AssignmentPlace, known: StoredVersion | undefined): Promise<Assignment> {
    const title = await this.titleOf(actor, place)
    const own = await this.ask(actor, place)
    const version = await this.note(actor, place, own, known)
    return this.describe(actor, { place, title, own, version })
  }

  /** What an answer means; without the site's list, as long as that cannot be had. */
  async describe(actor: Actor, parts: Omit<Parts, 'site'>): Promise<Assignment> {
    const unanswered = { answer: 'no-answer', askedAt: parts.own.askedAt } as const
    const site = parts.place === SITE_PLACE ? parts.own : await this.askSite(actor).catch(() => unanswered)
    return describeAssignment({ ...parts, site }, this.contextFor(actor))
  }

  ask(actor: Actor, place: AssignmentPlace): Promise<Answered> {
    return this.#needs.lists.readNow(actor, place)
  }

  askSite(actor: Actor): Promise<Answered> {
    return this.#needs.lists.read(actor, SITE_PLACE)
  }

  /** Takes note of an answer; gives the version XNAT has, as far as anybody knows. */
  async note(
    actor: Actor,
    place: AssignmentPlace,
    { answer, askedAt }: Answered,
    known: StoredVersion | undefined,
  ): Promise<StoredVersion | undefined> {
    const list = listIn(answer)
    if (list === undefined) return known
    return this.#needs.versions.observe({ place, list, askedAt }, known, () => this.#who(actor, place))
  }

  /** Who stored the list last is good to know, and nothing depends on it. */
  async #who({ xnatSession }: Actor, place: AssignmentPlace): Promise<ServerListMeta | null> {
    try {
      return await this.#needs.xnat.serverListMeta(xnatSession, projectOfPlace(place))
    } catch (error) {
      if (error instanceof UpstreamError && (isXnatAway(error) || isAboutTheRow(error))) return null
      throw error
    }
  }
}

const isAboutTheRow = ({ status = 0 }: UpstreamError) => status === 403 || status === 404 || status >= 500

/** The list in an answer; null when XNAT has none, undefined when the answer does not say. */
export function listIn(answer: ListAnswer): StoredList | undefined {
  const { state, entries } = readAnswer(answer)
  if (state === 'set') return entries.map(textOf)
  return state === 'never-set' ? null : undefined
}
