import type {
  CoverageScanId,
  DeliveryState,
  NoticeChannel,
  NoticeLanguage,
  Role,
  RunId,
  WebhookId,
} from '@ohif-admin/contracts'

/** Tables of what people are told; joined into `Schema`. */
export interface NotificationTables {
  notice_events: NoticeEventsTable
  notice_deliveries: NoticeDeliveriesTable
  webhooks: WebhooksTable
  notice_people: NoticePeopleTable
  notice_watches: NoticeWatchesTable
  notice_marks: NoticeMarksTable
}

interface NoticeEventsTable {
  id: string
  /** What happened, named so that it is written down once however often it is found. */
  key: string
  kind: string
  at: number
  /** The whole notice, names included; each delivery says what of it may be told. */
  notice: string
}

export interface NoticeDeliveriesTable {
  id: string
  event_id: string
  at: number
  channel: NoticeChannel
  /** Id of a webhook, or name of a person. */
  target: string
  target_name: string
  names: number
  state: DeliveryState
  tries: number
  log: string
  next_at: number | null
  leased_until: number | null
  search_text: string
}

export interface WebhooksTable {
  id: WebhookId
  name: string
  origin: string
  sealed_url: string
  sealed_secret: string
  kinds: string
  names: number
  enabled: number
  created_by: string
  created_at: number
}

interface NoticePeopleTable {
  username: string
  role: Role
  seen_at: number
  choices: string | null
  email: string | null
  /** Null: never said. */
  language: NoticeLanguage | null
}

interface NoticeWatchesTable {
  subject: RunId | CoverageScanId
  username: string
  channels: string
}

interface NoticeMarksTable {
  name: string
  value: string
}
