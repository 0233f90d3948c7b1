import type { XnatClient, XnatProject } from '@ohif-admin/xnat-client'
import type { Actor } from './actor.ts'
import { StandingAnswers } from './standing-answers.ts'
import type { About, Audience } from './stream-hub.ts'

/** Which projects each person can read, by XNAT's answers in that person's session. */
export function createProjectAccess(xnat: Pick<XnatClient, 'readableProjects'>, now: () => number) {
  const known = new StandingAnswers<Map<string, XnatProject>>(now)

  async function ask({ xnatSession, role }: Actor) {
    const projects = await xnat.readableProjects(xnatSession, role === 'admin')
    return new Map(projects.map((project) => [project.id, project]))
  }

  return {
    /** By project id. Throws `UpstreamError`. */
    readable: (actor: Actor) => known.get(actor.signInId, () => ask(actor)),
    /** The same, asked anew: what somebody looks for in vain may have been made a moment ago. */
    readableNow(actor: Actor) {
      known.forget(actor.signInId)
      return known.get(actor.signInId, () => ask(actor))
    },
    forget: (signInId: string) => known.forget(signInId),
  }
}
export type ProjectAccess = ReturnType<typeof createProjectAccess>

/**
 * What a person sees of a run: admins everything, support staff every run but labels only of projects XNAT shows
 * them, everybody else the runs of projects they can read and the runs they started.
 */
export async function createAudienceOf(
  access: ProjectAccess,
  actor: Actor,
): Promise<(about: About) => Audience | undefined> {
  const isHidden = ({ onlyFor }: About) => onlyFor !== undefined && onlyFor !== actor.username
  if (actor.role === 'admin') return (about) => (isHidden(about) ? undefined : 'admin')
  const readable = await access.readable(actor)
  const reads = ({ projectId }: About) => projectId !== null && readable.has(projectId)
  const sees = actor.role === 'support' ? seesAll(reads) : seesOwn(reads, actor.username)
  return (about) => (isHidden(about) ? undefined : sees(about))
}

type Reads = (about: About) => boolean

const seesAll =
  (reads: Reads) =>
  (about: About): Audience =>
    reads(about) ? 'support-with-labels' : 'support'

const seesOwn = (reads: Reads, username: string) => (about: About) =>
  reads(about) || about.startedBy === username || about.onlyFor === username ? 'user' : undefined
