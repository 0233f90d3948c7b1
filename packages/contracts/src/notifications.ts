import { z } from 'zod'
import { Instant } from './ids.ts'
import { Notice, NoticeKind } from './notices.ts'

export const NoticeChannel = z.enum(['browser', 'email', 'webhook'])
export type NoticeChannel = z.infer<typeof NoticeChannel>

const Kinds = z.array(NoticeKind).max(NoticeKind.options.length)

/** What one person wants to be told, and how. */
export const NoticeChoices = z.strictObject({
  browser: Kinds,
  email: Kinds,
  /** Whose runs and scans: those the person started, or all; only support staff and site admins may have all. */
  runs: z.enum(['mine', 'all']),
  /** Ids of projects and addresses of AI servers stand in the messages. */
  names: z.boolean(),
})
export type NoticeChoices = z.infer<typeof NoticeChoices>

/** `off`: no mail server is configured. `no-address`: XNAT knows none. `not-known`: XNAT could not be asked. */
const OwnMail = z.object({
  state: z.enum(['ready', 'off', 'no-address', 'not-known']),
  address: z.string().nullable(),
})

export const MyNotices = z.object({
  choices: NoticeChoices,
  /** What this person can be told about. */
  kinds: z.array(NoticeKind),
  mayHaveAllRuns: z.boolean(),
  mail: OwnMail,
})
export type MyNotices = z.infer<typeof MyNotices>

/** The language mails to a person are written in: the one in which that person last used the console. */
export const NoticeLanguage = z.enum(['en', 'de'])
export type NoticeLanguage = z.infer<typeof NoticeLanguage>

/** The channels by which a person is told about one run, or one scan. */
export const NoticeWatch = z.strictObject({ channels: z.array(z.enum(['browser', 'email'])).max(2) })
export type NoticeWatch = z.infer<typeof NoticeWatch>

/** `told`: the ways in which this person will hear of it, by the choices for all of them or by those for this one. */
export const NoticeWatchState = NoticeWatch.extend({
  told: z.array(z.enum(['browser', 'email'])),
  mail: OwnMail,
})
export type NoticeWatchState = z.infer<typeof NoticeWatchState>

/**
 * What became of one try. `listed`: it is there for the person's browser, which shows it when a page is open.
 * `answered`: the receiver's status was not one of success. `secret-lost`: no key of this console opens what is stored.
 */
export const DeliveryOutcome = z.enum([
  'delivered',
  'listed',
  'answered',
  'redirects',
  'no-answer',
  'stalled',
  'dns',
  'refused',
  'connect-timeout',
  'no-route',
  'closed',
  'certificate-out-of-date',
  'certificate-self-signed',
  'certificate-untrusted',
  'certificate-for-another-host',
  'handshake',
  'not-http',
  'not-a-url',
  'has-credentials',
  'port-not-allowed',
  'not-listed',
  'address-never-allowed',
  'address-is-this-machine',
  'mail-off',
  'mail-no-address',
  'mail-no-tls',
  'mail-sign-in',
  'mail-refused',
  'mail-later',
  'target-gone',
  'secret-lost',
  'internal',
])
export type DeliveryOutcome = z.infer<typeof DeliveryOutcome>

export const DeliveryTry = z.object({
  at: Instant,
  outcome: DeliveryOutcome,
  /** Of the receiver, by HTTP or SMTP. */
  status: z.number().int().nullable(),
  tookMs: z.number().int().nonnegative(),
})
export type DeliveryTry = z.infer<typeof DeliveryTry>

/** `waiting`: to be tried (again). `given-up`: it was tried to the end, or cannot be sent; a person can send it again. */
export const DeliveryState = z.enum(['waiting', 'sent', 'listed', 'given-up'])
export type DeliveryState = z.infer<typeof DeliveryState>

export const Delivery = z.object({
  id: z.uuid(),
  at: Instant,
  notice: Notice,
  channel: NoticeChannel,
  /** A webhook's name, or a person's. */
  target: z.string(),
  state: DeliveryState,
  /** How often it was tried. */
  tries: z.number().int().nonnegative(),
  /** The last of them, oldest first. */
  lastTries: z.array(DeliveryTry),
  nextTryAt: Instant.nullable(),
  mayRepeat: z.boolean(),
})
export type Delivery = z.infer<typeof Delivery>

export const DeliveriesQuery = z.strictObject({
  state: DeliveryState.optional(),
  channel: NoticeChannel.optional(),
  kind: z.union([NoticeKind, z.literal('test')]).optional(),
  /** In the name of the target and in the ids of the notice. */
  search: z.string().trim().max(200).default(''),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(100),
})
export type DeliveriesQuery = z.infer<typeof DeliveriesQuery>

export const DeliveryPage = z.object({ deliveries: z.array(Delivery), total: z.number().int() })
export type DeliveryPage = z.infer<typeof DeliveryPage>

export const TestChannel = z.strictObject({ channel: z.enum(['browser', 'email']) })

export const WebhookId = z.uuid().brand<'WebhookId'>()
export type WebhookId = z.infer<typeof WebhookId>

const webhook = {
  name: z.string().trim().min(1).max(80),
  kinds: Kinds.min(1),
  names: z.boolean(),
  enabled: z.boolean(),
}
const url = z.string().trim().min(1).max(2_000)

export const NewWebhook = z.strictObject({ ...webhook, url })
export type NewWebhook = z.infer<typeof NewWebhook>

/** Without an address the one that is stored stays. */
export const ChangeWebhook = z.strictObject({ ...webhook, url: url.optional() })
export type ChangeWebhook = z.infer<typeof ChangeWebhook>

/** The path of its address is a secret for many receivers: only the origin is told. */
export const Webhook = z.object({
  ...webhook,
  id: WebhookId,
  origin: z.string(),
  createdBy: z.string(),
  createdAt: Instant,
  waiting: z.number().int().nonnegative(),
  givenUp: z.number().int().nonnegative(),
})
export type Webhook = z.infer<typeof Webhook>

export const WebhookList = z.object({ webhooks: z.array(Webhook) })

/** `secret` proves to the receiver who sent it. It is told once and never again. */
export const WebhookWithSecret = z.object({ webhook: Webhook, secret: z.string() })
export type WebhookWithSecret = z.infer<typeof WebhookWithSecret>
