import type { FastifyBaseLogger } from 'fastify'
import type { StreamHub } from '../../lib/stream-hub.ts'
import type { NoticeDeliveries } from '../../storage/notice-deliveries.ts'
import type { NoticeOutbox } from '../../storage/notice-outbox.ts'
import type { NoticePeople } from '../../storage/notice-people.ts'
import type { WebhooksRepository } from '../../storage/webhooks.ts'
import type { Happening, NoticeSource } from './happening.ts'
import { recipientsOf } from './recipients.ts'

const ROUND_MS = 2_000
const KEEP_MS = 90 * 24 * 3_600_000
const PRUNE_EVERY_MS = 3_600_000
/** Another process may write an earlier time later. */
const OVERLAP_MS = 5_000

interface Needs {
  sources: readonly NoticeSource[]
  outbox: NoticeOutbox
  deliveries: NoticeDeliveries
  people: NoticePeople
  webhooks: WebhooksRepository
  hub: StreamHub
  /** Something is to be sent. */
  written: () => void
  logger: FastifyBaseLogger
  now: () => number
}

/**
 * Finds what happened in what is stored, not in what it was told: what happened while the console was dying is found by
 * the next one, and what two consoles find is written once.
 */
export class Notifier {
  readonly #needs: Needs
  readonly #told = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> | undefined
  #toldUpTo: number
  #prunedAt = 0

  constructor(needs: Needs) {
    this.#needs = needs
    this.#toldUpTo = needs.now()
  }

  start() {
    this.#timer = setInterval(() => this.wake(), ROUND_MS)
    this.wake()
  }

  async stop() {
    clearInterval(this.#timer)
    await this.#round
  }

  /** Something may have happened. */
  wake() {
    this.#round ??= this.#look()
      .catch((err: unknown) => this.#needs.logger.warn({ err }, 'what to tell people could not be found out'))
      .finally(() => {
        this.#round = undefined
      })
  }

  /** Writes it down and tells the pages it is for. False when it was written before. */
  async tell(happening: Happening): Promise<boolean> {
    const { outbox, now } = this.#needs
    const recipients = await recipientsOf(this.#needs, happening)
    return outbox.add(happening.event, recipients, now())
  }

  /** Tells the pages of people for whose browsers there is something new, whichever process wrote it. */
  async tellBrowsers() {
    const { deliveries, hub, now } = this.#needs
    const since = this.#toldUpTo - OVERLAP_MS
    this.#toldUpTo = now()
    const fresh = (await deliveries.listedSince(since)).filter(({ id }) => !this.#told.has(id))
    for (const { id, at } of fresh) this.#told.set(id, at)
    for (const person of new Set(fresh.map(({ target }) => target)))
      hub.publish('notices', { projectId: null, onlyFor: person }, () => ({ type: 'notices' }))
    for (const [id, at] of this.#told) if (at < since) this.#told.delete(id)
  }

  async #look() {
    const { sources, written, now } = this.#needs
    let count = 0
    for (const source of sources) {
      for (const happening of await source.look(now())) if (await this.tell(happening)) count += 1
    }
    if (count > 0) written()
    await this.tellBrowsers()
    await this.#prune()
  }

  async #prune() {
    const at = this.#needs.now()
    if (at - this.#prunedAt < PRUNE_EVERY_MS) return
    this.#prunedAt = at
    await this.#needs.outbox.prune(at - KEEP_MS)
  }
}
