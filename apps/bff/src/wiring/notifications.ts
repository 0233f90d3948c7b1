import type { CoverageReader } from '../features/coverage/coverage-reader.ts'
import { Courier } from '../features/notifications/courier.ts'
import { DeliveriesService } from '../features/notifications/deliveries.service.ts'
import { MyNoticesService, type Watched } from '../features/notifications/my-notices.service.ts'
import { Notifier } from '../features/notifications/notifier.ts'
import { createQueueNotices } from '../features/notifications/queue-notices.ts'
import { createRequestNotices } from '../features/notifications/request-notices.ts'
import { RunNotices } from '../features/notifications/run-notices.ts'
import { createScanNotices } from '../features/notifications/scan-notices.ts'
import { createMailSender } from '../features/notifications/send-mail.ts'
import { createWebhookSender } from '../features/notifications/send-webhook.ts'
import { createServerNotices } from '../features/notifications/server-notices.ts'
import { TestMessages } from '../features/notifications/test-message.ts'
import { WebhooksService } from '../features/notifications/webhooks.service.ts'
import type { SessionService } from '../features/session/session.service.ts'
import type { Actor } from '../lib/actor.ts'
import { createGuardedFetch, judgedAddress } from '../lib/outbound/guarded-fetch.ts'
import { readTarget } from '../lib/outbound/outbound-policy.ts'
import { createSecretBox, loadSecrets } from '../lib/secret-box.ts'
import { createNoticeDeliveries } from '../storage/notice-deliveries.ts'
import { createNoticeOutbox } from '../storage/notice-outbox.ts'
import { createNoticePeople, type NoticePeople } from '../storage/notice-people.ts'
import { createNoticedChanges } from '../storage/noticed-changes.ts'
import { createWebhooksRepository } from '../storage/webhooks.ts'
import { mailServerOf } from './mail-server.ts'
import { outboundRules } from './outbound-rules.ts'
import type { wireRegeneration } from './regeneration.ts'
import { HOUR_MS, type Shared } from './shared.ts'

interface Around {
  session: SessionService
  afterRuns: { coverage: { reader: Pick<CoverageReader, 'scan'> } }
  regeneration: Pick<
    Awaited<ReturnType<typeof wireRegeneration>>,
    'reader' | 'live' | 'tracker' | 'guided' | 'unattended'
  >
}

/** Telling people what happened, in their browser, by mail and through webhooks. */
export async function wireNotifications(shared: Shared, { session, regeneration, afterRuns }: Around) {
  const { config, database } = shared
  const { reader, live, tracker, guided } = regeneration
  const box = createSecretBox(await loadSecrets(config))
  const mailServer = await mailServerOf(config)
  const stores = {
    outbox: createNoticeOutbox(database),
    deliveries: createNoticeDeliveries(database),
    people: createNoticePeople(database),
    webhooks: createWebhooksRepository(database),
    changes: createNoticedChanges(database),
  }
  const site = { name: config.SITE_NAME, url: `${config.publicOrigin}${config.basePath}` }
  const guard = guardOf(shared)
  const fetch = createGuardedFetch(guard)
  const common = { ...shared, ...stores, box, site }
  const send = {
    webhook: createWebhookSender({ ...common, fetch }),
    email: createMailSender({ ...common, server: mailServer }),
  }
  const courier = new Courier({ ...common, send, alone: database.engine === 'sqlite' })
  const written = () => courier.wake()
  const sources = [
    new RunNotices({ ...common, openRuns: () => live.all() }),
    createQueueNotices({ ...common, unattended: regeneration.unattended }),
    createScanNotices(common),
    createRequestNotices(common),
    createServerNotices(common),
  ]
  const notifier = new Notifier({ ...common, sources, written })
  tracker.listen({ ended: () => notifier.wake() })
  guided.onEnded(() => notifier.wake())
  session.onSeen(rememberPeople(stores.people, shared))
  const tests = new TestMessages({ ...common, courier })
  const visible = async (actor: Actor, { of, id }: Watched) =>
    of === 'run' ? (await reader.visible(actor, id)).row : afterRuns.coverage.reader.scan(actor, id)
  const listed = () => notifier.tellBrowsers()
  const addressOf = async (url: string) => judgedAddress(readTarget(url), guard)
  return {
    services: {
      mine: new MyNoticesService({ ...common, tests, visible, listed, mailOn: mailServer !== null }),
      log: new DeliveriesService({ ...common, written }),
      webhooks: new WebhooksService({ ...common, tests, addressOf }),
    },
    async start() {
      notifier.start()
      await courier.start()
    },
    async stop() {
      await notifier.stop()
      await courier.stop()
    },
  }
}

/** Where the configuration names receivers, only those are called; else what a site admin typed. */
function guardOf({ config: { WEBHOOK_ALLOWED_HOSTS, WEBHOOK_ALLOWED_NETWORKS } }: Shared) {
  const rules = outboundRules(WEBHOOK_ALLOWED_HOSTS, WEBHOOK_ALLOWED_NETWORKS)
  const isNamed = WEBHOOK_ALLOWED_HOSTS.length > 0 || WEBHOOK_ALLOWED_NETWORKS.length > 0
  return { rules, standingOf: () => (isNamed ? ('anyone' as const) : ('admin' as const)) }
}

/** Notes now and then who was here as what: what only a role may be told ends with the role. */
function rememberPeople(people: NoticePeople, { logger, now }: Shared) {
  const noted = new Map<string, { role: Actor['role']; at: number }>()
  return ({ username, role }: Actor) => {
    const at = now()
    const last = noted.get(username)
    if (last?.role === role && at - last.at < HOUR_MS) return
    noted.set(username, { role, at })
    people
      .seen(username, role, at)
      .catch((err: unknown) => logger.warn({ err }, 'it was not noted who was here'))
  }
}
