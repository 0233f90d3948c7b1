import type { ChangeRequest, SeenList } from '@ohif-admin/contracts'
import type { Actor } from '../../lib/actor.ts'
import type { StoredRequest } from '../../storage/requests.ts'

/** An admin sees every request, an owner those of own projects, nobody else any. */
export function maySee(actor: Actor, { projectId }: Pick<StoredRequest, 'projectId'>): boolean {
  return actor.role === 'admin' || actor.ownerOf.includes(projectId)
}

/** A decision of somebody else that whoever asked has not acknowledged. */
export function isNewsFor({ username }: Actor, request: StoredRequest): boolean {
  const { state, requestedBy, decidedBy, acknowledgedAt } = request
  const isDecision = state === 'approved' || state === 'refused'
  return isDecision && requestedBy === username && decidedBy !== username && acknowledgedAt === null
}

/** Any owner of the project may take back what another one asked for: they share the project. */
export function mayWithdraw(actor: Actor, { projectId, requestedBy }: StoredRequest): boolean {
  return actor.ownerOf.includes(projectId) || requestedBy === actor.username
}

/** A request as this person sees it. */
export function describeRequest(actor: Actor, request: StoredRequest): ChangeRequest {
  const { acknowledgedAt: _acknowledgedAt, list, requestedAt, decidedAt, ...rest } = request
  const isOpen = request.state === 'open'
  const isNews = isNewsFor(actor, request)
  return {
    ...rest,
    list: [...list],
    requestedAt: new Date(requestedAt).toISOString(),
    decidedAt: decidedAt === null ? null : new Date(decidedAt).toISOString(),
    isNews,
    may: {
      decide: isOpen && actor.role === 'admin',
      withdraw: isOpen && mayWithdraw(actor, request),
      acknowledge: isNews,
    },
  }
}

/** Never set and cleared mean the same to every viewer. */
export function isSameList(one: SeenList, other: SeenList): boolean {
  return JSON.stringify(one ?? []) === JSON.stringify(other ?? [])
}
