import { ProjectId, type Role } from '@ohif-admin/contracts'
import { UpstreamError, type XnatClient } from '@ohif-admin/xnat-client'

export interface Rights {
  role: Role
  ownerOf: readonly ProjectId[]
  mayEdit: readonly ProjectId[]
}

/** How long an answer of XNAT about somebody's rights is believed. */
export const RIGHTS_TTL_MS = 30_000
/** How long the last answer stands in while XNAT does not answer at all; then nobody is let in. */
const STALE_LIMIT_MS = 10 * 60_000

type RightsSource = Pick<XnatClient, 'whoAmI' | 'roles' | 'groups' | 'editableProjects'>

/**
 * What each signed-in person may do, by XNAT's own answers, asked in that person's session and kept for 30 seconds.
 * The name is compared every time: on open sites a dead session silently becomes the guest.
 */
export class RightsCache {
  readonly #xnat: RightsSource
  readonly #supportGroups: readonly string[]
  readonly #now: () => number
  readonly #known = new Map<string, { rights: Rights; readAt: number }>()
  readonly #asking = new Map<string, Promise<Rights>>()

  constructor(xnat: RightsSource, supportGroups: readonly string[], now: () => number) {
    this.#xnat = xnat
    this.#supportGroups = supportGroups
    this.#now = now
  }

  /** Throws `UpstreamError`; kind `refused` with 401 means that the XNAT session is over. */
  async get(signInId: string, username: string, session: string): Promise<Rights> {
    const last = this.#known.get(signInId)
    const age = last ? this.#now() - last.readAt : Number.POSITIVE_INFINITY
    if (last && age < RIGHTS_TTL_MS) return last.rights
    try {
      return await this.#askOnce(signInId, username, session)
    } catch (error) {
      const silent =
        error instanceof UpstreamError && (error.kind === 'unreachable' || error.kind === 'timeout')
      if (silent && last && age < STALE_LIMIT_MS) return last.rights
      throw error
    }
  }

  forget(signInId: string) {
    this.#known.delete(signInId)
  }

  /** Fifty requests at once are one question to XNAT. */
  #askOnce(signInId: string, username: string, session: string): Promise<Rights> {
    const pending = this.#asking.get(signInId)
    if (pending) return pending
    const asking = this.#ask(username, session)
      .then((rights) => {
        this.#known.set(signInId, { rights, readAt: this.#now() })
        return rights
      })
      .finally(() => this.#asking.delete(signInId))
    this.#asking.set(signInId, asking)
    return asking
  }

  async #ask(username: string, session: string): Promise<Rights> {
    if ((await this.#xnat.whoAmI(session)) !== username) {
      throw new UpstreamError('refused', 'The XNAT session belongs to somebody else.', { status: 401 })
    }
    const [roles, groups, editable] = await Promise.all([
      this.#xnat.roles(session, username),
      this.#xnat.groups(session, username),
      this.#xnat.editableProjects(session),
    ])
    return readRights({ roles, groups, editable }, this.#supportGroups)
  }
}

/** Maps XNAT's roles and groups: `Administrator` is an admin, `{project}_owner` owns, the configured groups support. */
export function readRights(
  {
    roles,
    groups,
    editable,
  }: { roles: readonly string[]; groups: readonly string[]; editable: readonly string[] },
  supportGroups: readonly string[],
): Rights {
  const isAdmin = roles.includes('Administrator')
  const isSupport = groups.some((group) => supportGroups.includes(group))
  const owned = groups
    .filter((group) => group.endsWith('_owner'))
    .map((group) => group.slice(0, -'_owner'.length))
  return {
    role: isAdmin ? 'admin' : isSupport ? 'support' : 'user',
    ownerOf: projectIds(owned),
    mayEdit: projectIds(editable),
  }
}

const projectIds = (ids: readonly string[]) => ids.flatMap((id) => ProjectId.safeParse(id).data ?? [])
