import { randomUUID } from 'node:crypto'
import {
  type ApproveRequest,
  type Assignment,
  type AssignmentPlace,
  type ChangeRequest,
  type ChangeRequestId,
  type CheckedEntry,
  type ProposeChange,
  placeOfProject,
  type RefuseRequest,
  type SavedAssignment,
  type SeenList,
  seenOf,
} from '@ohif-admin/contracts'
import type { Actor, Origin } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Audit, AuditedAction } from '../../lib/audit.ts'
import type { StreamHub } from '../../lib/stream-hub.ts'
import { StorageError } from '../../storage/errors.ts'
import type { Decision, NewRequest, RequestsRepository, StoredRequest } from '../../storage/requests.ts'
import { attachedCheck, type CheckNeeds } from './attached-check.ts'
import { describeRequest, isNewsFor, isSameList, mayWithdraw } from './request-view.ts'
import type { RequestsReader } from './requests-reader.ts'

interface ListChange {
  place: AssignmentPlace
  seen: SeenList
  list: readonly string[]
  reason: string
  through: 'request'
  checkFirst: boolean
  despite: string | null
}

interface Needs extends CheckNeeds {
  requests: RequestsRepository
  reader: RequestsReader
  /** The one door to the server lists. */
  assignments: {
    read(actor: Actor, place: AssignmentPlace): Promise<Assignment>
    check(list: readonly string[]): CheckedEntry[]
    save(actor: Actor, change: ListChange, origin: Origin): Promise<SavedAssignment>
  }
  audit: Audit
  hub: StreamHub
  now: () => number
}

interface Deciding {
  action: 'request.approve' | 'request.refuse' | 'request.withdraw'
  state: Decision['state']
  word: string
  origin: Origin
  /** Throws when the person may not. */
  allow: (request: StoredRequest) => void
  /** What has to be done before it counts as decided. */
  apply?: (request: StoredRequest) => Promise<unknown>
}

/** A reason in the history of a list may be this long. */
const MAX_REASON = 500

/** Asking for a change, and deciding about it. Every attempt is audited, refusals included. */
export class RequestsService {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Throws `AppError` `forbidden`, `assignment-invalid`, `not-found`, `request-open`, `UpstreamError`. */
  propose(actor: Actor, proposal: ProposeChange, origin: Origin): Promise<ChangeRequest> {
    const { projectId, list, reason } = proposal
    const subject = `project ${projectId}`
    return this.#needs.audit.during(
      { actor: actor.username, action: 'request.propose', subject, after: list, reason, origin },
      async () => {
        if (!actor.ownerOf.includes(projectId))
          throw new AppError('forbidden', 'Only owners of the project can ask for a change.')
        const request = await this.#toRequest(actor, proposal)
        await this.#insert(request)
        this.#tell(request)
        return this.#described(actor, request.id)
      },
      ({ id, base }) => ({ requestId: id, before: base }),
    )
  }

  /**
   * Applies what was asked for, in the admin's own rights, and only when the list is still as the admin saw it. Throws
   * `AppError` `forbidden`, `not-found`, `request-decided`, and what saving a list throws; the request then stays open.
   */
  approve(actor: Actor, id: ChangeRequestId, approval: ApproveRequest, origin: Origin) {
    const { seen, word, checkFirst, despite } = approval
    return this.#decide(actor, id, {
      action: 'request.approve',
      state: 'approved',
      word,
      origin,
      allow: () => onlyAdmins(actor),
      apply: async ({ projectId, list, requestedBy, reason }) => {
        // What the owner wrote is no reason to use a server that does not work.
        if (despite !== null && word === '') throw wordMissing()
        const why = `${requestedBy}: ${reason}${word === '' ? '' : ` (${word})`}`.slice(0, MAX_REASON)
        const place = placeOfProject(projectId)
        const change = { place, seen, list, reason: why, through: 'request', checkFirst, despite } as const
        return this.#needs.assignments.save(actor, change, origin)
      },
    })
  }

  /** Throws `AppError` `forbidden`, `not-found`, `request-decided`. */
  refuse(actor: Actor, id: ChangeRequestId, { word }: RefuseRequest, origin: Origin) {
    const allow = () => onlyAdmins(actor)
    return this.#decide(actor, id, { action: 'request.refuse', state: 'refused', word, origin, allow })
  }

  /** Throws `AppError` `forbidden`, `not-found`, `request-decided`. */
  withdraw(actor: Actor, id: ChangeRequestId, origin: Origin) {
    return this.#decide(actor, id, {
      action: 'request.withdraw',
      state: 'withdrawn',
      word: '',
      origin,
      allow(request) {
        if (!mayWithdraw(actor, request))
          throw new AppError('forbidden', 'Only owners of the project can withdraw its request.')
      },
    })
  }

  /** Whoever asked has seen the decision. Throws `AppError` `not-found`, `request-decided` when it is no news. */
  acknowledge(actor: Actor, id: ChangeRequestId, origin: Origin): Promise<ChangeRequest> {
    const { audit, reader, requests, now } = this.#needs
    const action = {
      actor: actor.username,
      action: 'request.acknowledge',
      subject: `request ${id}`,
      origin,
    } as const
    return audit.during(action, async () => {
      const request = await reader.visible(actor, id)
      if (!isNewsFor(actor, request))
        throw new AppError('request-decided', 'There is nothing to acknowledge.')
      await requests.acknowledge(id, now())
      this.#tell(request)
      return this.#described(actor, id)
    })
  }

  async #toRequest(actor: Actor, { projectId, list, reason, checkId }: ProposeChange): Promise<NewRequest> {
    const { assignments, now } = this.#needs
    const entries = assignments.check(list)
    const fields = entries.flatMap(({ problems }, index) =>
      problems.map((problem) => ({ path: `list.${index}`, message: problem })),
    )
    if (fields.length > 0)
      throw new AppError('assignment-invalid', 'The list has entries the viewer cannot use.', { fields })
    const current = await assignments.read(actor, placeOfProject(projectId))
    const wanted = list.map((text) => text.replace(/\/$/, ''))
    const base = seenOf(current)
    if (isSameList(base, wanted)) {
      const unchanged = { path: 'list', message: 'unchanged' }
      throw new AppError('bad-request', 'The project has this list already.', { fields: [unchanged] })
    }
    return {
      id: randomUUID() as ChangeRequestId,
      projectId,
      projectTitle: current.title ?? projectId,
      list: wanted,
      base,
      reason,
      check: await attachedCheck(this.#needs, actor, entries[0], checkId),
      requestedBy: actor.username,
      requestedAt: now(),
    }
  }

  async #insert(request: NewRequest) {
    try {
      await this.#needs.requests.insert(request)
    } catch (error) {
      if (!(error instanceof StorageError) || error.kind !== 'conflict') throw error
      throw new AppError('request-open', 'The project has an open request already.', { cause: error })
    }
  }

  async #decide(actor: Actor, id: ChangeRequestId, deciding: Deciding): Promise<ChangeRequest> {
    const { audit, reader } = this.#needs
    const { action, state, word, origin } = deciding
    const known = await reader.visible(actor, id).catch(() => undefined)
    const audited: AuditedAction = {
      actor: actor.username,
      action,
      subject: known ? `project ${known.projectId}` : `request ${id}`,
      ...(known ? { before: { state: known.state, list: known.base } } : {}),
      after: { state, ...(state === 'approved' && known ? { list: known.list } : {}) },
      ...(word === '' ? {} : { reason: word }),
      detail: { requestId: id },
      origin,
    }
    return audit.during(audited, async () => {
      const request = await reader.visible(actor, id)
      deciding.allow(request)
      await this.#claimed(actor, request, deciding)
      this.#tell(request)
      return this.#described(actor, id)
    })
  }

  /** Nobody else can decide while this is at it; when it fails the request is open as before. */
  async #claimed(actor: Actor, request: StoredRequest, { state, word, apply }: Deciding) {
    const { requests, now } = this.#needs
    const { id } = request
    if (!(await requests.claim(id, now())))
      throw new AppError('request-decided', 'The request is decided, or somebody is at it.')
    try {
      await apply?.(request)
      await requests.decide(id, { state, by: actor.username, at: now(), word: word || null })
    } catch (error) {
      // A claim that cannot be given back runs out by itself.
      await requests.release(id).catch(() => undefined)
      throw error
    }
  }

  async #described(actor: Actor, id: ChangeRequestId): Promise<ChangeRequest> {
    return describeRequest(actor, await this.#needs.reader.visible(actor, id))
  }

  #tell({ projectId }: Pick<StoredRequest, 'projectId'>) {
    this.#needs.hub.publish('requests', { projectId }, () => ({ type: 'requests', projectId }))
  }
}

function onlyAdmins({ role }: Actor) {
  if (role !== 'admin') throw new AppError('forbidden', 'Only site admins can decide on a request.')
}

const wordMissing = () =>
  new AppError('bad-request', 'Approving in spite of a check needs a word.', {
    fields: [{ path: 'word', message: 'is needed' }],
  })
