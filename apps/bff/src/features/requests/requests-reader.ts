import {
  type Assignment,
  type AssignmentPlace,
  type ChangeRequestDetail,
  type ChangeRequestId,
  type CheckedEntry,
  placeOfProject,
  type RequestCount,
  type RequestPage,
  type RequestsQuery,
  seenOf,
} from '@ohif-admin/contracts'
import { UpstreamError } from '@ohif-admin/xnat-client'
import type { Actor } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import { fromUpstream } from '../../lib/upstream-error.ts'
import type { RequestsRepository, StoredRequest } from '../../storage/requests.ts'
import { describeRequest, isSameList, maySee } from './request-view.ts'

interface Needs {
  requests: RequestsRepository
  assignments: {
    read(actor: Actor, place: AssignmentPlace): Promise<Assignment>
    check(list: readonly string[]): CheckedEntry[]
  }
}

/** Change requests as each person may see them. */
export class RequestsReader {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  async list(actor: Actor, { offset, limit, ...search }: RequestsQuery): Promise<RequestPage> {
    const visible = { ...search, projects: projectsOf(actor) }
    const { requests, total } = await this.#needs.requests.list(visible, { offset, limit })
    return { requests: requests.map((request) => describeRequest(actor, request)), total }
  }

  async count(actor: Actor): Promise<RequestCount> {
    const { requests } = this.#needs
    const [toDecide, news] = await Promise.all([
      actor.role === 'admin' ? requests.countOpen(null) : 0,
      requests.countNews(actor.username, projectsOf(actor)),
    ])
    return { toDecide, news }
  }

  /** One request beside the list as XNAT has it now. Throws `AppError` `not-found`. */
  async find(actor: Actor, id: ChangeRequestId): Promise<ChangeRequestDetail> {
    const request = await this.visible(actor, id)
    const current = await this.#current(actor, request)
    return {
      request: describeRequest(actor, request),
      entries: this.#needs.assignments.check(request.list),
      current,
      moved: current && !isSameList(seenOf(current), request.base),
    }
  }

  /** Throws `AppError` `not-found`, also for what the person may not see. */
  async visible(actor: Actor, id: ChangeRequestId): Promise<StoredRequest> {
    const request = await this.#needs.requests.find(id)
    if (!request || !maySee(actor, request)) throw new AppError('not-found', 'There is no such request.')
    return request
  }

  /** Null when XNAT could not be asked, or the project is gone: what was asked for can be read all the same. */
  async #current(actor: Actor, { projectId }: StoredRequest): Promise<Assignment | null> {
    try {
      return await this.#needs.assignments.read(actor, placeOfProject(projectId))
    } catch (error) {
      const failure = error instanceof UpstreamError ? fromUpstream(error) : error
      if (!(failure instanceof AppError) || failure.code === 'xnat-session-expired') throw error
      return null
    }
  }
}

/** The projects whose requests the person sees; null for all. */
function projectsOf({ role, ownerOf }: Actor) {
  return role === 'admin' ? null : ownerOf
}
