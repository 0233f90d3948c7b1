import type { RestartState, RestartWatch } from '@ohif-admin/contracts'
import { UpstreamError } from '@ohif-admin/xnat-client'
import { z } from 'zod'
import type { Actor, Origin } from '../../lib/actor.ts'
import type { Audit } from '../../lib/audit.ts'
import type { SetUpRepository } from '../../storage/set-up.ts'
import { adminsOnly } from './admins-only.ts'
import { pluginOf } from './doctor/doctor.ts'
import { type InstallationNeeds, readPlugin, readStart } from './doctor/installation.ts'
import { type MetadataNeeds, readMetadata } from './progress/metadata.ts'

export interface RestartNeeds extends InstallationNeeds, MetadataNeeds {
  repository: SetUpRepository
  audit: Audit
}

/** An uptime and its way here take a moment each; a restart takes longer. */
const SLACK_MS = 3_000

const Noted = z.object({ startedBefore: z.number().nullable(), versionBefore: z.string().nullable() })

const instant = (at: number) => new Date(at).toISOString()

/** Waits with a person for XNAT to be restarted, and says so only when XNAT does. Every verb throws `UpstreamError`. */
export class RestartWait {
  readonly #needs: RestartNeeds

  constructor(needs: RestartNeeds) {
    this.#needs = needs
  }

  /** Notes how things are before the restart. */
  async begin(actor: Actor, origin: Origin): Promise<RestartState> {
    const { audit, repository, now } = this.#needs
    const action = { actor: actor.username, action: 'set-up.await-restart', origin } as const
    await audit.during(action, async () => {
      adminsOnly(actor)
      const isUp = await this.#isUp()
      const startedBefore = isUp ? await readStart(this.#needs, actor) : null
      const versionBefore = isUp ? pluginOf(await readPlugin(this.#needs, actor)).listed : null
      const detail = JSON.stringify({ startedBefore, versionBefore })
      await repository.setMark({ name: 'restart', at: now(), by: actor.username, detail })
    })
    return this.state(actor)
  }

  /** Stops waiting. XNAT has no part in it. */
  async end(actor: Actor, origin: Origin): Promise<RestartState> {
    const action = { actor: actor.username, action: 'set-up.stop-waiting', origin } as const
    await this.#needs.audit.during(action, async () => {
      adminsOnly(actor)
      await this.#needs.repository.clearMark('restart')
    })
    return this.state(actor)
  }

  async state(actor: Actor): Promise<RestartState> {
    const { repository, now } = this.#needs
    const mark = await repository.mark('restart')
    const nothing = { startedAt: null, plugin: null, metadata: null, checkedAt: instant(now()) }
    if (!mark) return { watch: null, state: 'none', ...nothing }
    const { startedBefore, versionBefore } = Noted.parse(JSON.parse(mark.detail))
    const watch: RestartWatch = {
      begunAt: instant(mark.at),
      begunBy: mark.by,
      startedBefore: startedBefore === null ? null : instant(startedBefore),
      versionBefore,
    }
    // In nobody's session: one that a restart has ended would end the sign-in here, too, before XNAT can say why.
    if (!(await this.#isUp())) return { watch, state: 'away', ...nothing }
    const startedAt = await readStart(this.#needs, actor)
    if (startedAt === null) return { watch, state: 'unknown', ...nothing }
    const known = { ...nothing, watch, startedAt: instant(startedAt) }
    if (startedAt <= (startedBefore ?? mark.at) + SLACK_MS) return { ...known, state: 'waiting' }
    const { state, listed } = pluginOf(await readPlugin(this.#needs, actor))
    const metadata = state === 'answers' ? await this.#metadataSince(startedAt, actor) : null
    return { ...known, state: 'restarted', plugin: { state, version: listed }, metadata }
  }

  /** What was seen before the restart, another version of the plugin may call outdated: only looks since then count. */
  async #metadataSince(startedAt: number, actor: Actor): Promise<RestartState['metadata']> {
    const known = await readMetadata(this.#needs, actor)
    const isWhole = known !== null && known.wholeSince !== null && known.wholeSince > startedAt
    return { outdated: isWhole ? known.missing : null, total: isWhole ? known.total : null }
  }

  async #isUp(): Promise<boolean> {
    try {
      await this.#needs.xnat.buildInfo()
      return true
    } catch (error) {
      if (error instanceof UpstreamError) return false
      throw error
    }
  }
}
