import type {
  LogPlace,
  LogSight,
  MetadataState,
  ProjectId,
  RunBrief,
  SessionLookup,
  SessionMetadata,
  SessionRebuilds,
  SessionScans,
  SessionSearch,
  Verdict,
} from '@ohif-admin/contracts'
import type { ExistenceAnswer, XnatClient } from '@ohif-admin/xnat-client'
import type { Actor } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { LogWatch } from '../../lib/log-watch.ts'
import type { SessionBuilds } from '../../lib/logged-build.ts'
import { listRebuilds, type SeenInRun } from './rebuild-list.ts'
import { imagesOf } from './scan-images.ts'
import type { SessionFinder } from './session-finder.ts'

const SCANS = 500

interface SessionRuns {
  past: SeenInRun[]
  coming: { run: RunBrief; certain: boolean; verdict: Verdict | null }[]
}

interface Needs {
  xnat: Pick<XnatClient, 'askExistence' | 'sessionScans'>
  finder: SessionFinder
  runsOf: (
    actor: Actor,
    asked: { projectId: ProjectId; sessionId: string; subjectId: string },
  ) => Promise<SessionRuns>
  buildsOf: (sessionId: string, before?: LogPlace) => Promise<SessionBuilds>
  log: Pick<LogWatch, 'stateOf' | 'sight'>
  now: () => number
}

export interface OneSession {
  projectId: ProjectId
  sessionId: string
}

/**
 * Why a session can or cannot be viewed, a step at a time: each step asks for itself, so that one that cannot be made
 * takes none of the others with it. Every verb throws `AppError` or `UpstreamError` for a step that could not be made.
 */
export class SessionsService {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  lookup(actor: Actor, projectId: ProjectId, name: string): Promise<SessionLookup> {
    return this.#needs.finder.lookup(actor, projectId, name)
  }

  search(actor: Actor, text: string): Promise<SessionSearch> {
    return this.#needs.finder.search(actor, text)
  }

  async scans(actor: Actor, { sessionId }: OneSession): Promise<SessionScans> {
    const found = await this.#needs.xnat.sessionScans(actor.xnatSession, sessionId)
    const scans = found.map((scan) => ({ ...scan, images: imagesOf(scan) }))
    const count = (images: string) => scans.filter((scan) => scan.images === images).length
    return {
      total: scans.length,
      likely: count('likely'),
      none: count('none'),
      unknown: count('unknown'),
      scans: scans.slice(0, SCANS),
    }
  }

  async metadata(
    actor: Actor,
    { projectId, sessionId }: OneSession,
    { index }: { index: boolean },
  ): Promise<SessionMetadata> {
    const ask = (data: 'viewer' | 'dicomweb') =>
      this.#needs.xnat.askExistence(actor.xnatSession, { project: projectId, session: sessionId, data })
    const [viewer, indexed] = await Promise.all([ask('viewer'), index ? ask('dicomweb') : null])
    return {
      checkedAt: new Date(this.#needs.now()).toISOString(),
      viewer: toState(viewer),
      index: indexed && toState(indexed),
    }
  }

  async rebuilds(
    actor: Actor,
    { projectId, sessionId }: OneSession,
    before?: LogPlace,
  ): Promise<SessionRebuilds> {
    const found = await this.#visible(actor, projectId, sessionId)
    const asked = { projectId, sessionId, subjectId: found?.subjectId ?? '' }
    const [runs, { builds, sight, ...log }] = await Promise.all([
      this.#needs.runsOf(actor, asked),
      this.#logged(sessionId, before),
    ])
    const offsetOf = (source: string) => this.#needs.log.stateOf(source)?.utcOffsetMinutes ?? null
    const isAdmin = actor.role === 'admin'
    // Further back there is only the log: the runs have been told with its end.
    const past = before === undefined ? runs.past : []
    return {
      rebuilds: listRebuilds({ runs: past, builds, offsetOf, isAdmin }),
      coming: runs.coming,
      log: { sight, ...log },
    }
  }

  /** Admins and support staff see all runs and the log anyway, also while XNAT is away; others what XNAT lets them see. */
  async #visible(actor: Actor, projectId: ProjectId, sessionId: string) {
    const { finder } = this.#needs
    if (actor.role !== 'user') return finder.byId(actor, projectId, sessionId).catch(() => undefined)
    const found = await finder.byId(actor, projectId, sessionId)
    if (found) return found
    throw new AppError('not-found', 'There is no such session in this project, or you may not see it.')
  }

  /** A log that cannot be read takes nothing from what the runs know. */
  async #logged(
    sessionId: string,
    before: LogPlace | undefined,
  ): Promise<SessionBuilds & { sight: LogSight }> {
    const sight = this.#needs.log.sight(null)
    const nothing = { builds: [], backTo: null, before: null }
    if (sight.state !== 'ok') return { ...nothing, sight }
    try {
      return { ...(await this.#needs.buildsOf(sessionId, before)), sight }
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'log-unreadable') throw error
      return { ...nothing, sight: { state: 'unreadable', problem: error.message } }
    }
  }
}

function toState({ existence, why, status }: ExistenceAnswer): MetadataState {
  switch (existence) {
    case 'signed-out':
      // Somebody else's page, of maintenance perhaps, must not end a sign-in.
      if (status === 200) return { state: 'not-answered', why: 'page', status }
      throw new AppError('xnat-session-expired', 'The XNAT session has ended.')
    case 'present':
    case 'missing':
    case 'not-supported':
    case 'not-visible':
      return { state: existence, why, status }
    default:
      return { state: 'not-answered', why, status }
  }
}
