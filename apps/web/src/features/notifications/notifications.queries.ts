import {
  type ChangeWebhook,
  type CoverageScanId,
  Delivery,
  DeliveryPage,
  DeliveryTry,
  MyNotices,
  type NewWebhook,
  type NoticeChoices,
  type NoticeWatch,
  NoticeWatchState,
  RecentNotices,
  type RunId,
  Webhook,
  type WebhookId,
  WebhookList,
  WebhookWithSecret,
} from '@ohif-admin/contracts'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Api } from '../../lib/api.ts'
import type { SentFilter } from './notifications-view.ts'

/** What somebody can ask to be told of by itself. */
export type Watched = { of: 'run'; id: RunId } | { of: 'scan'; id: CoverageScanId }

const watchPath = ({ of, id }: Watched) => `notifications/${of}s/${id}`

const PAGE_ROWS = 50
const ROOT = ['notifications'] as const

export const noticeQueries = {
  root: ROOT,
  mine: (api: Api) =>
    queryOptions({
      queryKey: [...ROOT, 'mine'],
      queryFn: ({ signal }) => api.read(MyNotices, 'notifications/mine', { signal }),
    }),
  watch: (api: Api, watched: Watched) =>
    queryOptions({
      queryKey: [...ROOT, watched.of, watched.id],
      queryFn: ({ signal }) => api.read(NoticeWatchState, watchPath(watched), { signal }),
    }),
  webhooks: (api: Api) =>
    queryOptions({
      queryKey: [...ROOT, 'webhooks'],
      queryFn: async ({ signal }) => (await api.read(WebhookList, 'webhooks', { signal })).webhooks,
    }),
  sent: (api: Api, { state, channel, kind, search }: SentFilter) =>
    infiniteQueryOptions({
      queryKey: [...ROOT, 'sent', state ?? '', channel ?? '', kind ?? '', search],
      queryFn: ({ pageParam, signal }) =>
        api.read(DeliveryPage, 'notifications/deliveries', {
          query: { state, channel, kind, search, offset: pageParam, limit: PAGE_ROWS },
          signal,
        }),
      initialPageParam: 0,
      getNextPageParam: ({ total }, pages) => {
        const known = pages.reduce((sum, page) => sum + page.deliveries.length, 0)
        return known < total ? known : null
      },
    }),
}

export const readRecent = (api: Api) => api.read(RecentNotices, 'notifications/recent')

export const saveChoices = (api: Api, body: NoticeChoices) =>
  api.read(MyNotices, 'notifications/mine', { method: 'PUT', body })

/** Longer than the server waits for the other side: the answer says what became of it. */
const TEST_TIMEOUT_MS = 60_000

export const sendTest = (api: Api, channel: 'browser' | 'email') =>
  api.read(DeliveryTry, 'notifications/test', {
    method: 'POST',
    body: { channel },
    timeoutMs: TEST_TIMEOUT_MS,
  })

export const sendWatch = (api: Api, watched: Watched, body: NoticeWatch) =>
  api.read(NoticeWatchState, watchPath(watched), { method: 'PUT', body })

export const sendAgain = (api: Api, id: string) =>
  api.read(Delivery, `notifications/deliveries/${id}/repeat`, { method: 'POST', body: {} })

export const createWebhook = (api: Api, body: NewWebhook) =>
  api.read(WebhookWithSecret, 'webhooks', { method: 'POST', body })

export const changeWebhook = (api: Api, id: WebhookId, body: ChangeWebhook) =>
  api.read(Webhook, `webhooks/${id}`, { method: 'PUT', body })

export const renewSecret = (api: Api, id: WebhookId) =>
  api.read(WebhookWithSecret, `webhooks/${id}/secret`, { method: 'POST', body: {} })

export const testWebhook = (api: Api, id: WebhookId) =>
  api.read(DeliveryTry, `webhooks/${id}/test`, { method: 'POST', body: {}, timeoutMs: TEST_TIMEOUT_MS })

export const deleteWebhook = (api: Api, id: WebhookId) => api.remove(`webhooks/${id}`)
