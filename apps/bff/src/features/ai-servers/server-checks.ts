import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { viewerTarget } from '@ohif-admin/aiaa-client'
import {
  type BrowserVerdict,
  type CheckReport,
  type CheckRequest,
  mayProbe,
  type ProjectId,
  ServerOrigin,
} from '@ohif-admin/contracts'
import type { Actor, Origin } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Audit } from '../../lib/audit.ts'
import type { ProjectAccess } from '../../lib/project-access.ts'
import type { AiChecksRepository } from '../../storage/ai-checks.ts'
import type { AiServersRepository } from '../../storage/ai-servers.ts'
import { openToAll } from './access.ts'
import { type Checked, checkServer } from './check.ts'
import { CheckLimit } from './check-limit.ts'
import type { HealthWatch } from './health-watch.ts'
import { blurred } from './judgement.ts'
import { obstaclesIn, withObstacles } from './obstacles.ts'
import type { Pace } from './outward.ts'
import { type ProbePage, probePage } from './probe-page.ts'
import type { SeenServers } from './seen-servers.ts'

/** A refused connection answers at once and a filtered one never: whoever only may not know which waits for both alike. */
const BLURRED_MS = 4_000

interface Needs {
  access: ProjectAccess
  seen: SeenServers
  servers: AiServersRepository
  checks: AiChecksRepository
  watch: HealthWatch
  audit: Audit
  /** Origin of XNAT's pages as browsers see them: the pages that call the servers. */
  pageOrigin: string
  consoleOrigin: string
  now: () => number
}

/** Looking at servers step by step, from here and from a person's browser, and who may read what was found. */
export class ServerChecks {
  readonly #needs: Needs
  readonly #limit = new CheckLimit()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /**
   * Looks at the server behind a text from here, step by step; one look at a server at a time, and a few of one person.
   * Throws `AppError` `too-many-requests`, `not-found` for a project that the person cannot read, `UpstreamError`.
   */
  check(actor: Actor, request: CheckRequest, from: Origin): Promise<CheckReport> {
    const { origin } = viewerTarget(request.entry)
    const action = {
      actor: actor.username,
      action: 'ai-server.check',
      subject: `ai server ${origin ?? 'that is no address'}`,
      origin: from,
    } as const
    return this.#needs.audit.during(
      action,
      () => this.look(actor, request),
      ({ state, reason }) => ({ state, reason }),
    )
  }

  /** The same as `check` without an entry in the audit, for what has an entry of its own. */
  async look(actor: Actor, { entry, projectId }: CheckRequest, pace: Pace = 'patient'): Promise<CheckReport> {
    const { origin } = viewerTarget(entry)
    if (projectId !== null && !(await this.#mayReadProject(actor, projectId)))
      throw new AppError('not-found', 'There is no such project, or you may not see it.')
    const found = await this.#limit.within(actor.username, origin ?? entry, () =>
      this.#look(actor, entry, pace),
    )
    const report = { ...found, id: randomUUID(), browser: null, checkedBy: actor.username, projectId }
    await this.#needs.checks.save(report)
    return report
  }

  /**
   * A check that was made before. It is for whoever made it, admins and support; of others, for those who can read the
   * project it was made for, or a list that names the server. Throws `AppError` `not-found`, `forbidden`, `UpstreamError`.
   */
  async report(actor: Actor, id: string): Promise<CheckReport> {
    const report = await this.#find(id)
    if (await this.#mayRead(actor, report)) return report
    throw new AppError(
      'forbidden',
      report.projectId === null
        ? 'No list you can read names the server of this check.'
        : 'This check was made for a project that you cannot read.',
    )
  }

  /** Puts what the person's own browser saw beside what was seen from here. Throws `AppError` `not-found`, `forbidden`. */
  addBrowser(actor: Actor, id: string, verdict: BrowserVerdict, from: Origin): Promise<CheckReport> {
    const action = {
      actor: actor.username,
      action: 'ai-server.browser-check',
      subject: `check ${id}`,
      origin: from,
    } as const
    return this.#needs.audit.during(action, async () => {
      const whole = { ...(await this.#own(actor, id)), browser: verdict }
      await this.#needs.checks.save(whole)
      return whole
    })
  }

  /**
   * The page that looks at the server of a check from the person's browser. Only whoever checked it gets one: they typed
   * the address. Throws `AppError` `not-found`, `forbidden`.
   */
  async probe(actor: Actor, id: string): Promise<ProbePage> {
    const report = await this.#own(actor, id)
    const { origin, kind } = report
    if (origin === null || !mayProbe(report)) throw new AppError('not-found', 'There is nothing to call.')
    const { pageOrigin, consoleOrigin } = this.#needs
    return probePage({ origin, kind }, { xnat: pageOrigin, console: consoleOrigin })
  }

  /**
   * Keeps a check that is sent along with something about the server behind `entry`. Throws `AppError` `not-found`,
   * `forbidden` for the check of somebody else, `bad-request` for one of another server.
   */
  async attach(actor: Actor, id: string, entry: string): Promise<void> {
    const { origin } = await this.#own(actor, id)
    if (origin === null || origin !== viewerTarget(entry).origin) {
      const fields = [{ path: 'checkId', message: 'other-server' }]
      throw new AppError('bad-request', 'This is the check of another server.', { fields })
    }
    await this.#needs.checks.keep(id, this.#needs.now())
  }

  async #find(id: string): Promise<CheckReport> {
    const report = await this.#needs.checks.find(id)
    if (!report) throw new AppError('not-found', 'There is no such check, or it is too old.')
    return report
  }

  async #own(actor: Actor, id: string): Promise<CheckReport> {
    const report = await this.#find(id)
    if (report.checkedBy !== actor.username)
      throw new AppError('forbidden', 'This is the check of somebody else.')
    return report
  }

  async #mayRead(actor: Actor, { checkedBy, projectId, origin }: CheckReport): Promise<boolean> {
    if (checkedBy === actor.username || actor.role !== 'user') return true
    if (projectId !== null) return this.#mayReadProject(actor, projectId)
    return origin !== null && (await this.#needs.seen.usage(actor)).byOrigin.has(origin)
  }

  async #mayReadProject(actor: Actor, projectId: ProjectId): Promise<boolean> {
    const { access } = this.#needs
    return (await access.readable(actor)).has(projectId) || (await access.readableNow(actor)).has(projectId)
  }

  async #look(actor: Actor, entry: string, pace: Pace) {
    const { servers, watch, seen, pageOrigin, now } = this.#needs
    const usage = await seen.usage(actor)
    const outward = seen.outward(actor, usage, pace)
    const origin = ServerOrigin.safeParse(viewerTarget(entry).origin)
    const look = () => checkServer(entry, { outward, pageOrigin })
    const began = performance.now()
    const found = origin.success ? await watch.alone(origin.data, look) : await look()
    const at = now()
    const stored = origin.success ? await servers.find(origin.data) : undefined
    if (stored && origin.success) {
      const seenNow = { at, latencyMs: Math.round(performance.now() - began), by: actor.username }
      await this.#record(origin.data, found, seenNow)
    }
    // One that was only looked at before it was registered is nobody else's to know of.
    const isListed = stored !== undefined && (stored.registeredAt !== null || stored.watchedBy !== null)
    const isTold = isListed || actor.role === 'admin'
    if (!isTold && found.state === 'unreachable') await sleep(BLURRED_MS - (performance.now() - began))
    return { ...(isTold ? found : withoutPorts(found)), checkedAt: new Date(at).toISOString() }
  }

  async #record(origin: ServerOrigin, found: Checked, seen: { at: number; latencyMs: number; by: string }) {
    const { state, reason, problems } = withObstacles(found, obstaclesIn(found.steps))
    const { kind, generation, models, access } = found
    const { at, latencyMs, by } = seen
    const identity = kind === null ? {} : { kind, generation, openToAll: openToAll(access) }
    const listed = models === null ? {} : { modelCount: models, problems }
    await this.#needs.servers.record(origin, { at, state, reason, latencyMs }, by, { ...identity, ...listed })
  }
}

/** What may be told of an address that only somebody without the right to register it named. */
function withoutPorts(found: Checked): Checked {
  const steps = found.steps.map((step) =>
    step.step === 'connect' && step.outcome === 'bad' ? { ...step, note: 'closed', tookMs: null } : step,
  )
  return { ...blurred(found), steps }
}
