import { setTimeout as sleep } from 'node:timers/promises'
import { viewerTarget } from '@ohif-admin/aiaa-client'
import type { CheckReport, SaveCheck } from '@ohif-admin/contracts'
import type { Actor, Origin } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Audit } from '../../lib/audit.ts'
import type { AiLooksRepository } from '../../storage/ai-looks.ts'
import type { ServerChecks } from './server-checks.ts'

/** Nobody waits longer for a look before using a server. */
const WAITS_MS = 12_000
/** What was found is read and weighed; after this long it says nothing any more. */
const HOLDS_MS = 15 * 60_000
const NO_RESULT: SaveCheck = { checkId: null, verdict: 'unknown' }

interface Needs {
  checks: ServerChecks
  looks: AiLooksRepository
  audit: Audit
  now: () => number
}

/** Looking at a server that is about to be used, and what each person was told of it. */
export class LooksBeforeUse {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /**
   * A brisk look, twelve seconds at most; a busy, silent or forbidden server is `unknown`. What is to be done with it has an
   * entry of its own in the audit. Throws `UpstreamError`, `StorageError`.
   */
  async look(actor: Actor, entry: string): Promise<SaveCheck> {
    const { looks, now } = this.#needs
    const check = await this.#inTime(actor, entry)
    const at = now()
    await looks.prune(at - HOLDS_MS)
    await looks.save({ by: actor.username, target: targetOf(entry), check, at })
    return check
  }

  /** The same by itself, before it is decided. Throws `AppError` `forbidden` for whoever cannot use it anyway. */
  ask(actor: Actor, entry: string, from: Origin): Promise<SaveCheck> {
    const action = {
      actor: actor.username,
      action: 'ai-server.check',
      subject: `ai server ${viewerTarget(entry).origin ?? 'that is no address'}`,
      origin: from,
    } as const
    return this.#needs.audit.during(
      action,
      async () => {
        if (actor.role !== 'admin') throw new AppError('forbidden', 'Only site admins decide what is used.')
        return this.look(actor, entry)
      },
      (check) => ({ ...check }),
    )
  }

  /** What this person's last look found and when (epoch ms), while that still says something. Throws `StorageError`. */
  async last(actor: Actor, entry: string): Promise<(SaveCheck & { at: number }) | undefined> {
    const found = await this.#needs.looks.find(actor.username, targetOf(entry))
    if (!found || found.at < this.#needs.now() - HOLDS_MS) return undefined
    return { ...found.check, at: found.at }
  }

  async #inTime(actor: Actor, entry: string): Promise<SaveCheck> {
    const look = this.#needs.checks.look(actor, { entry, projectId: null }, 'brisk')
    // Whatever becomes of a look that nobody waits for any more is nobody's failure.
    look.catch(() => undefined)
    try {
      const report = await Promise.race([look, sleep(WAITS_MS, undefined, { ref: false })])
      return report ? { checkId: report.id, verdict: verdictOf(report) } : NO_RESULT
    } catch (error) {
      // Somebody is looking at it already.
      if (error instanceof AppError && error.code === 'too-many-requests') return NO_RESULT
      throw error
    }
  }
}

/** The viewer makes the same address of many texts; what it makes none of is only itself. */
const targetOf = (entry: string) => viewerTarget(entry).origin ?? entry

/** Whether a viewer could use the server as it was seen; a server that computes says nothing either way. */
function verdictOf({ state, steps }: CheckReport): SaveCheck['verdict'] {
  if (state === 'not-called' || state === 'busy') return 'unknown'
  return state === 'ok' && steps.every(({ outcome }) => outcome !== 'bad') ? 'ok' : 'problems'
}
