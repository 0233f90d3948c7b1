import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { viewerTarget } from '@ohif-admin/aiaa-client'
import {
  type AiServer,
  type AiServerList,
  type AssignmentLine,
  type BrowserVerdict,
  type CheckReport,
  type ServerModels,
  ServerOrigin,
} from '@ohif-admin/contracts'
import type { Actor, Origin } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Audit } from '../../lib/audit.ts'
import type { Standing } from '../../lib/outbound/outbound-policy.ts'
import type { AiChecksRepository } from '../../storage/ai-checks.ts'
import type { AiServersRepository } from '../../storage/ai-servers.ts'
import { checkServer } from './check.ts'
import { CheckLimit } from './check-limit.ts'
import { describeServer } from './describe-server.ts'
import type { HealthWatch } from './health-watch.ts'
import { blurred } from './judgement.ts'
import type { ModelReader } from './model-reader.ts'
import type { Outward } from './outward.ts'
import { collectUsage, type Usage } from './server-usage.ts'

/** A refused connection answers at once and a filtered one never: whoever only may not know which waits for both alike. */
const BLURRED_MS = 4_000
const WEEK_MS = 7 * 24 * 3_600_000

interface Needs {
  assignments: { lines(actor: Actor): Promise<AsyncGenerator<AssignmentLine>> }
  servers: AiServersRepository
  checks: AiChecksRepository
  watch: HealthWatch
  models: ModelReader
  outwardFor: (standingOf: (origin: string) => Standing) => Outward
  audit: Audit
  /** Origin of XNAT's pages as browsers see them: the pages that call the servers. */
  pageOrigin: string
  now: () => number
}

/** The AI servers somebody can see, what they offer, and looking at them. */
export class AiServersService {
  readonly #needs: Needs
  readonly #limit = new CheckLimit()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Throws `UpstreamError` when XNAT cannot be asked for the lists. */
  async list(actor: Actor): Promise<AiServerList> {
    const { servers, now } = this.#needs
    const usage = await this.#usage(actor)
    const [known, looks] = await Promise.all([servers.all(), servers.looksSince(now() - WEEK_MS)])
    const shown = known.filter(
      ({ origin, watchedBy }) => usage.byOrigin.has(origin) || (watchedBy !== null && actor.role !== 'user'),
    )
    return {
      servers: shown.map(
        (server): AiServer =>
          describeServer(server, usage.byOrigin.get(server.origin), looks.get(server.origin) ?? []),
      ),
      unansweredProjects: usage.unanswered,
      mayManage: actor.role === 'admin',
    }
  }

  /** What the server offers. Throws `AppError` `not-found` for a server no list of this person names. */
  async models(actor: Actor, origin: ServerOrigin, again: boolean): Promise<ServerModels> {
    const usage = await this.#usage(actor)
    const stored = await this.#needs.servers.find(origin)
    const watched = stored?.watchedBy != null && actor.role !== 'user'
    if (!usage.byOrigin.has(origin) && !watched)
      throw new AppError('not-found', 'No list you can read names this server.')
    return this.#needs.models.read(origin, this.#outward(actor, usage), actor.username, again)
  }

  /**
   * Looks at the server behind a text from here, step by step; one look at a server at a time, and a few of one person.
   * Throws `AppError` `too-many-requests`, `UpstreamError`.
   */
  check(actor: Actor, entry: string, from: Origin): Promise<CheckReport> {
    const { origin } = viewerTarget(entry)
    const action = {
      actor: actor.username,
      action: 'ai-server.check',
      subject: `ai server ${origin ?? 'that is no address'}`,
      origin: from,
    } as const
    return this.#needs.audit.during(
      action,
      () => this.#limit.within(actor.username, origin ?? entry, () => this.#check(actor, entry)),
      ({ state, reason }) => ({ state, reason }),
    )
  }

  /** Throws `AppError` `not-found`. */
  async report(id: string): Promise<CheckReport> {
    const report = await this.#needs.checks.find(id)
    if (!report) throw new AppError('not-found', 'There is no such check, or it is too old.')
    return report
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
      const report = await this.report(id)
      if (report.checkedBy !== actor.username)
        throw new AppError('forbidden', 'This is the check of somebody else.')
      const whole = { ...report, browser: verdict }
      await this.#needs.checks.save(whole)
      return whole
    })
  }

  /** Looks at a server from now on although no list names it, or no longer. Throws `AppError` `forbidden`, `bad-request`. */
  watch(actor: Actor, entry: string, on: boolean, from: Origin): Promise<void> {
    const origin = ServerOrigin.safeParse(viewerTarget(entry).origin)
    const action = {
      actor: actor.username,
      action: on ? 'ai-server.watch' : 'ai-server.unwatch',
      subject: `ai server ${origin.data ?? 'that is no address'}`,
      origin: from,
    } as const
    return this.#needs.audit.during(action, async () => {
      if (actor.role !== 'admin') throw new AppError('forbidden', 'Only site admins choose what is watched.')
      if (!origin.success) throw new AppError('bad-request', 'A browser makes no address of this.')
      await this.#needs.servers.watch(origin.data, on ? actor.username : null)
    })
  }

  async #usage(actor: Actor): Promise<Usage> {
    const usage = await collectUsage(await this.#needs.assignments.lines(actor))
    await this.#needs.servers.noteRegistered([...usage.byOrigin.keys()], this.#needs.now())
    return usage
  }

  #outward(actor: Actor, { byOrigin }: Usage): Outward {
    return this.#needs.outwardFor((origin) => {
      if (byOrigin.has(origin as ServerOrigin)) return 'registered'
      return actor.role === 'admin' ? 'admin' : 'anyone'
    })
  }

  async #check(actor: Actor, entry: string): Promise<CheckReport> {
    const { servers, checks, watch, pageOrigin, now } = this.#needs
    const usage = await this.#usage(actor)
    const outward = this.#outward(actor, usage)
    const origin = ServerOrigin.safeParse(viewerTarget(entry).origin)
    const look = () => checkServer(entry, { outward, pageOrigin })
    const began = performance.now()
    const found = origin.success ? await watch.alone(origin.data, look) : await look()
    const at = now()
    const isKnown =
      origin.success && (usage.byOrigin.has(origin.data) || (await servers.find(origin.data)) !== undefined)
    const told = isKnown || actor.role === 'admin'
    if (!told && found.state === 'unreachable') await sleep(BLURRED_MS - (performance.now() - began))
    const report: CheckReport = {
      ...(told ? found : withoutPorts(found)),
      id: randomUUID(),
      browser: null,
      checkedAt: new Date(at).toISOString(),
      checkedBy: actor.username,
    }
    if (isKnown && origin.success) {
      const { state, reason, kind, generation, models, problems } = found
      const seen = { at, state, reason, latencyMs: Math.round(performance.now() - began) }
      const identity = kind === null ? {} : { kind, generation }
      await servers.record(origin.data, seen, actor.username, {
        ...identity,
        ...(models === null ? {} : { modelCount: models, problems }),
      })
    }
    await checks.save(report)
    return report
  }
}

/** What may be told of an address that only somebody without the right to register it named. */
function withoutPorts<Found extends Pick<CheckReport, 'state' | 'reason' | 'steps'>>(found: Found): Found {
  const steps = found.steps.map((step) =>
    step.step === 'connect' && step.outcome === 'bad' ? { ...step, note: 'closed', tookMs: null } : step,
  )
  return { ...blurred(found), steps }
}
