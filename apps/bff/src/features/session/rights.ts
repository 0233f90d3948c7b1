import { ProjectId, type Role } from '@ohif-admin/contracts'
import { UpstreamError, type XnatClient } from '@ohif-admin/xnat-client'
import { StandingAnswers } from '../../lib/standing-answers.ts'

export interface Rights {
  role: Role
  ownerOf: readonly ProjectId[]
  mayEdit: readonly ProjectId[]
}

type RightsSource = Pick<XnatClient, 'whoAmI' | 'roles' | 'groups' | 'editableProjects'>

/**
 * What each signed-in person may do, by XNAT's own answers, asked in that person's session. The name is compared every
 * time: on open sites a dead session silently becomes the guest.
 */
export class RightsCache {
  readonly #xnat: RightsSource
  readonly #supportGroups: readonly string[]
  readonly #known: StandingAnswers<Rights>

  constructor(xnat: RightsSource, supportGroups: readonly string[], now: () => number) {
    this.#xnat = xnat
    this.#supportGroups = supportGroups
    this.#known = new StandingAnswers(now)
  }

  /** Throws `UpstreamError`; kind `refused` with 401 means that the XNAT session is over. */
  get(signInId: string, username: string, session: string): Promise<Rights> {
    return this.#known.get(signInId, () => askRights(this.#xnat, this.#supportGroups, { username, session }))
  }

  forget(signInId: string) {
    this.#known.forget(signInId)
  }
}

/** As `RightsCache.get`, asked of XNAT now. */
export async function askRights(
  xnat: RightsSource,
  supportGroups: readonly string[],
  { username, session }: { username: string; session: string },
): Promise<Rights> {
  if ((await xnat.whoAmI(session)) !== username) {
    throw new UpstreamError('refused', 'The XNAT session belongs to somebody else.', { status: 401 })
  }
  const [roles, groups, editable] = await Promise.all([
    xnat.roles(session, username),
    xnat.groups(session, username),
    xnat.editableProjects(session),
  ])
  return readRights({ roles, groups, editable }, supportGroups)
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
