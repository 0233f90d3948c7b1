import { randomUUID } from 'node:crypto'
import type {
  ChangeWebhook,
  DeliveryTry,
  NewWebhook,
  Webhook,
  WebhookId,
  WebhookWithSecret,
} from '@ohif-admin/contracts'
import type { Actor, Origin } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Audit, AuditedAction } from '../../lib/audit.ts'
import { OutboundRefused } from '../../lib/outbound/outbound-policy.ts'
import type { SecretBox } from '../../lib/secret-box.ts'
import type { StepUp } from '../../lib/step-up.ts'
import type { NoticeDeliveries } from '../../storage/notice-deliveries.ts'
import type { StoredWebhook, WebhooksRepository } from '../../storage/webhooks.ts'
import { sealedFor } from './send-webhook.ts'
import type { TestMessages } from './test-message.ts'
import { newWebhookSecret } from './webhook-message.ts'

interface Needs {
  webhooks: WebhooksRepository
  deliveries: NoticeDeliveries
  tests: TestMessages
  box: SecretBox
  /** Throws `OutboundRefused` for an address the console does not call, and what the resolver of names throws. */
  addressOf: (url: string) => Promise<string>
  audit: Audit
  stepUp: StepUp
  now: () => number
}

/** The site's webhooks; only site admins have to do with them. What is secret of one is sealed and never given out. */
export class WebhooksService {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Throws `AppError` `forbidden`. */
  async list(actor: Actor): Promise<{ webhooks: Webhook[] }> {
    onlyAdmins(actor)
    const { webhooks, deliveries } = this.#needs
    const [rows, countOf] = await Promise.all([webhooks.all(), deliveries.countByTarget('webhook')])
    return { webhooks: rows.map((row) => viewOf(row, countOf)) }
  }

  /** The secret is told here and never again. Throws `AppError` `forbidden`, `target-refused`. */
  create(actor: Actor, { url, ...given }: NewWebhook, origin: Origin): Promise<WebhookWithSecret> {
    const { webhooks, box, now } = this.#needs
    const id = randomUUID() as WebhookId
    const after = { ...given, origin: originOf(url) }
    const action = {
      actor: actor.username,
      action: 'webhook.create',
      subject: subjectOf(id),
      after,
      origin,
    } as const
    return this.#needs.audit.during(action, async () => {
      onlyAdmins(actor)
      this.#needs.stepUp.require(actor)
      await this.#allow(url)
      const secret = newWebhookSecret()
      const webhook = {
        ...given,
        id,
        origin: new URL(url).origin,
        sealedUrl: box.seal(url, sealedFor(id, 'url')),
        sealedSecret: box.seal(secret, sealedFor(id, 'secret')),
        createdBy: actor.username,
        createdAt: now(),
      }
      await webhooks.save(webhook)
      return { webhook: await this.#described(webhook), secret }
    })
  }

  /** Throws `AppError` `forbidden`, `not-found`, `target-refused`. */
  change(actor: Actor, id: WebhookId, { url, ...given }: ChangeWebhook, origin: Origin): Promise<Webhook> {
    const after = { ...given, ...(url === undefined ? {} : { origin: originOf(url) }) }
    return this.#on(actor, id, { action: 'webhook.change', after, origin }, async (webhook) => {
      this.#needs.stepUp.require(actor)
      if (url !== undefined) await this.#allow(url)
      const address =
        url === undefined
          ? {}
          : { origin: new URL(url).origin, sealedUrl: this.#needs.box.seal(url, sealedFor(id, 'url')) }
      const changed = { ...webhook, ...given, ...address }
      await this.#needs.webhooks.save(changed)
      return this.#described(changed)
    })
  }

  /** The old secret is worth nothing from now on. Throws `AppError` `forbidden`, `not-found`. */
  newSecret(actor: Actor, id: WebhookId, origin: Origin): Promise<WebhookWithSecret> {
    return this.#on(actor, id, { action: 'webhook.new-secret', origin }, async (webhook) => {
      this.#needs.stepUp.require(actor)
      const secret = newWebhookSecret()
      const sealedSecret = this.#needs.box.seal(secret, sealedFor(id, 'secret'))
      await this.#needs.webhooks.save({ ...webhook, sealedSecret })
      return { webhook: await this.#described(webhook), secret }
    })
  }

  /** Throws `AppError` `forbidden`, `not-found`. */
  delete(actor: Actor, id: WebhookId, origin: Origin): Promise<null> {
    return this.#on(actor, id, { action: 'webhook.delete', origin }, async () => {
      await this.#needs.webhooks.delete(id)
      return null
    })
  }

  /** Sends a test and gives what became of it. Throws `AppError` `forbidden`, `not-found`, `too-many-requests`. */
  test(actor: Actor, id: WebhookId, origin: Origin): Promise<DeliveryTry> {
    return this.#on(actor, id, { action: 'webhook.test', origin }, ({ name }) =>
      this.#needs.tests.send(actor.username, { channel: 'webhook', target: id, targetName: name }),
    )
  }

  async #on<Result>(
    actor: Actor,
    id: WebhookId,
    action: Pick<AuditedAction, 'action' | 'after' | 'origin'>,
    work: (webhook: StoredWebhook) => Promise<Result>,
  ): Promise<Result> {
    const { audit, webhooks } = this.#needs
    const known = await webhooks.find(id)
    const before = known && {
      name: known.name,
      origin: known.origin,
      kinds: known.kinds,
      enabled: known.enabled,
    }
    const audited = {
      ...action,
      actor: actor.username,
      subject: subjectOf(id),
      ...(before ? { before } : {}),
    }
    return audit.during(audited, async () => {
      onlyAdmins(actor)
      if (!known) throw new AppError('not-found', 'There is no such webhook.')
      return work(known)
    })
  }

  async #allow(url: string) {
    try {
      await this.#needs.addressOf(url)
    } catch (error) {
      // A name that has no address at the moment may have one when there is something to send.
      if (!(error instanceof OutboundRefused)) return
      const fields = [{ path: 'url', message: error.code }]
      throw new AppError('target-refused', 'The console does not call this address.', {
        fields,
        cause: error,
      })
    }
  }

  async #described(webhook: StoredWebhook): Promise<Webhook> {
    return viewOf(webhook, await this.#needs.deliveries.countByTarget('webhook'))
  }
}

type CountOf = Awaited<ReturnType<NoticeDeliveries['countByTarget']>>

function viewOf(
  { id, name, origin, kinds, names, enabled, createdBy, createdAt }: StoredWebhook,
  countOf: CountOf,
): Webhook {
  return {
    id,
    name,
    origin,
    kinds,
    names,
    enabled,
    createdBy,
    createdAt: new Date(createdAt).toISOString(),
    waiting: countOf(id, 'waiting'),
    givenUp: countOf(id, 'given-up'),
  }
}

const subjectOf = (id: WebhookId) => `webhook ${id}`

/** For the audit, which must not hold the path: it is a secret for many receivers. */
const originOf = (url: string) => URL.parse(url)?.origin ?? 'not an address'

function onlyAdmins({ role }: Actor) {
  if (role !== 'admin') throw new AppError('forbidden', 'Only site admins have to do with webhooks.')
}
