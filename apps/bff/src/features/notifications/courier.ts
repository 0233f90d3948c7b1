import type { DeliveryOutcome, DeliveryState, DeliveryTry } from '@ohif-admin/contracts'
import type { FastifyBaseLogger } from 'fastify'
import type { NoticeDeliveries, StoredDelivery } from '../../storage/notice-deliveries.ts'
import { type Send, waitAfter } from './sending.ts'

const AT_ONCE = 8
/** One slow receiver must not keep the others waiting. */
const AT_ONCE_PER_TARGET = 2
const TICK_MS = 1_000
/** Longer than any try takes: whoever holds one for longer is gone. */
const LEASE_MS = 60_000
const LOGGED_TRIES = 10

/** What ends well, as the state it ends in. */
const DONE: Partial<Record<DeliveryOutcome, DeliveryState>> = { delivered: 'sent', listed: 'listed' }

interface Needs {
  deliveries: NoticeDeliveries
  send: Readonly<Record<'webhook' | 'email', Send>>
  /** Whether this is the only process of its database. */
  alone: boolean
  logger: FastifyBaseLogger
  now: () => number
}

/**
 * Carries messages out: tries each until it is taken, with longer and longer waits, and gives up in the end. A message
 * may arrive twice when a process dies between sending and noting it; it then has the same id.
 */
export class Courier {
  readonly #needs: Needs
  readonly #under = new Map<string, { target: string; work: Promise<unknown> }>()
  readonly #stopping = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #handing: Promise<void> | undefined
  #again = false

  constructor(needs: Needs) {
    this.#needs = needs
  }

  async start() {
    if (this.#needs.alone) await this.#needs.deliveries.releaseAll()
    this.#timer = setInterval(() => this.wake(), TICK_MS)
    this.wake()
  }

  async stop() {
    clearInterval(this.#timer)
    this.#stopping.abort()
    await this.#handing
    await Promise.all([...this.#under.values()].map(({ work }) => work))
  }

  /** Something may be due. */
  wake() {
    if (this.#stopping.signal.aborted) return
    this.#again = true
    this.#handing ??= this.#hand()
      .catch((err: unknown) => this.#needs.logger.warn({ err }, 'messages could not be sent'))
      .finally(() => {
        this.#handing = undefined
      })
  }

  /** Tries a message that the caller holds, once and now. Gives what became of it. */
  tryNow(delivery: StoredDelivery): Promise<DeliveryTry> {
    return this.#try(delivery)
  }

  async #hand() {
    const { deliveries, now } = this.#needs
    while (this.#again && !this.#stopping.signal.aborted) {
      this.#again = false
      while (this.#under.size < AT_ONCE && !this.#stopping.signal.aborted) {
        const at = now()
        const delivery = await deliveries.take(at, at + LEASE_MS, this.#busyTargets())
        if (!delivery) break
        this.#carry(delivery)
      }
    }
  }

  #busyTargets(): string[] {
    const targets = Map.groupBy([...this.#under.values()], ({ target }) => target)
    return [...targets].filter(([, under]) => under.length >= AT_ONCE_PER_TARGET).map(([target]) => target)
  }

  #carry(delivery: StoredDelivery) {
    const work = this.#try(delivery)
      .catch(async (err: unknown) => {
        if (!this.#stopping.signal.aborted)
          this.#needs.logger.warn({ err, delivery: delivery.id }, 'a message was not sent')
        await this.#needs.deliveries.release(delivery.id).catch(() => undefined)
      })
      .finally(() => {
        this.#under.delete(delivery.id)
        this.wake()
      })
    this.#under.set(delivery.id, { target: delivery.target, work })
  }

  async #try(delivery: StoredDelivery): Promise<DeliveryTry> {
    const { deliveries, now } = this.#needs
    const at = now()
    const began = performance.now()
    const { outcome, status } = await this.#send(delivery)
    const tookMs = Math.round(performance.now() - began)
    const one = { at: new Date(at).toISOString(), outcome, status, tookMs }
    const tries = delivery.tries + 1
    const log = [...delivery.log, one].slice(-LOGGED_TRIES)
    const isTest = delivery.notice.kind === 'test'
    const done = DONE[outcome]
    const waitMs = done || isTest ? undefined : waitAfter(tries, outcome)
    const state = done ?? (waitMs === undefined ? 'given-up' : 'waiting')
    await deliveries.finish(delivery.id, {
      state,
      tries,
      log,
      nextAt: waitMs === undefined ? null : at + waitMs,
    })
    return one
  }

  async #send(delivery: StoredDelivery) {
    if (delivery.channel === 'browser') return { outcome: 'listed', status: null } as const
    try {
      return await this.#needs.send[delivery.channel](delivery, this.#stopping.signal)
    } catch (err) {
      this.#stopping.signal.throwIfAborted()
      this.#needs.logger.error({ err, delivery: delivery.id }, 'a message could not be made')
      return { outcome: 'internal', status: null } as const
    }
  }
}
