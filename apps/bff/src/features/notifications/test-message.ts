import { randomUUID } from 'node:crypto'
import type { DeliveryTry, Notice } from '@ohif-admin/contracts'
import { AppError } from '../../lib/app-error.ts'
import type { NoticeDeliveries } from '../../storage/notice-deliveries.ts'
import type { NoticeOutbox, Recipient } from '../../storage/notice-outbox.ts'
import type { Courier } from './courier.ts'

/** A test is over well within this. */
const HOLD_MS = 60_000
const WITHIN_MS = 60_000
const MOST = 10

interface Needs {
  outbox: NoticeOutbox
  deliveries: NoticeDeliveries
  courier: Pick<Courier, 'tryNow'>
  now: () => number
}

/** Sends a message that says nothing, once, and gives what became of it. It is in the log like any other. */
export class TestMessages {
  readonly #needs: Needs
  /** When each person asked for tests, epoch ms. */
  readonly #asked = new Map<string, number[]>()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Throws `AppError` `too-many-requests`. */
  async send(person: string, recipient: Omit<Recipient, 'names' | 'held'>): Promise<DeliveryTry> {
    const { outbox, deliveries, courier, now } = this.#needs
    this.#count(person)
    const at = now()
    const id = randomUUID()
    const notice: Notice = { id, kind: 'test', at: new Date(at).toISOString(), page: 'notifications' }
    const deliveryId = randomUUID()
    const held = { deliveryId, until: at + HOLD_MS }
    await outbox.add({ key: `test:${id}`, notice }, [{ ...recipient, names: false, held }], at)
    const delivery = await deliveries.find(deliveryId)
    if (!delivery) throw new Error('A test message was not written.')
    return courier.tryNow(delivery)
  }

  /** The console is not to be a hammer, or a mail bomb. */
  #count(person: string) {
    const at = this.#needs.now()
    const recent = (this.#asked.get(person) ?? []).filter((asked) => at - asked < WITHIN_MS)
    if (recent.length >= MOST)
      throw new AppError('too-many-requests', 'Enough tests for this minute.', { retryAfterSeconds: 60 })
    this.#asked.set(person, [...recent, at])
  }
}
