import type { DeliveriesQuery, Delivery, DeliveryPage, RecentNotices } from '@ohif-admin/contracts'
import type { Actor, Origin } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Audit } from '../../lib/audit.ts'
import type { NoticeDeliveries, StoredDelivery } from '../../storage/notice-deliveries.ts'
import { toldNotice, viewDelivery } from './notice-view.ts'

/** What is older is no news: the person has been here, or looks at the list. */
const NEWS_MS = 12 * 3_600_000

interface Needs {
  deliveries: NoticeDeliveries
  /** Something is to be sent. */
  written: () => void
  audit: Audit
  now: () => number
}

/** What was sent, to whom, and what became of it: to site admins all of it, to everybody else what was for them. */
export class DeliveriesService {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  async list(actor: Actor, { offset, limit, ...search }: DeliveriesQuery): Promise<DeliveryPage> {
    const person = actor.role === 'admin' ? null : actor.username
    const found = await this.#needs.deliveries.page({ ...search, person }, { offset, limit })
    return { deliveries: found.deliveries.map(viewDelivery), total: found.total }
  }

  /** What this person's browser may still show. */
  async recent({ username }: Actor): Promise<RecentNotices> {
    const { deliveries, now } = this.#needs
    const found = await deliveries.recent(username, now() - NEWS_MS)
    return { notices: found.map(({ notice, names }) => toldNotice(notice, names)) }
  }

  /** Sends again what was given up. Throws `AppError` `not-found`, `bad-request` when it is not given up. */
  repeat(actor: Actor, id: string, origin: Origin): Promise<Delivery> {
    const { audit, deliveries, written, now } = this.#needs
    const subject = `delivery ${id}`
    const action = { actor: actor.username, action: 'delivery.repeat', subject, origin } as const
    return audit.during(action, async () => {
      await this.#visible(actor, id)
      if (!(await deliveries.repeat(id, now())))
        throw new AppError('bad-request', 'Only what was given up can be sent again.')
      written()
      return viewDelivery(await this.#visible(actor, id))
    })
  }

  async #visible({ role, username }: Actor, id: string): Promise<StoredDelivery> {
    const delivery = await this.#needs.deliveries.find(id)
    const isOwn = delivery?.channel !== 'webhook' && delivery?.target === username
    if (!delivery || !(role === 'admin' || isOwn))
      throw new AppError('not-found', 'There is no such message.')
    return delivery
  }
}
