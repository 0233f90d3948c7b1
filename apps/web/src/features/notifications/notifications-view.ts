import { DeliveryState, NoticeChannel, NoticeKind, WebhookId } from '@ohif-admin/contracts'
import type { NotificationParams } from './notifications-params.ts'

export const SHOWN_KINDS = [...NoticeKind.options, 'test'] as const

export interface SentFilter {
  state: DeliveryState | undefined
  channel: NoticeChannel | undefined
  kind: (typeof SHOWN_KINDS)[number] | undefined
  search: string
}

export interface NotificationsView extends SentFilter {
  /** `new` while one is being added. */
  webhook: WebhookId | 'new' | null
}

/** What an address asks for; what it says wrongly is left out. */
export function viewOf({ state, channel, kind, q, webhook }: NotificationParams): NotificationsView {
  return {
    state: DeliveryState.safeParse(state).data,
    channel: NoticeChannel.safeParse(channel).data,
    kind: SHOWN_KINDS.find((known) => known === kind),
    search: q ?? '',
    webhook: webhook === 'new' ? 'new' : (WebhookId.safeParse(webhook).data ?? null),
  }
}

export function paramsOf({ state, channel, kind, search, webhook }: NotificationsView): NotificationParams {
  return {
    ...(state ? { state } : {}),
    ...(channel ? { channel } : {}),
    ...(kind ? { kind } : {}),
    ...(search ? { q: search } : {}),
    ...(webhook ? { webhook } : {}),
  }
}
