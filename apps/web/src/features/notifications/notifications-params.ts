/** Names in the address: how the log of what was sent is looked at, and the webhook that is open. */
export const NOTIFICATION_PARAMS = ['state', 'channel', 'kind', 'q', 'webhook'] as const
export type NotificationParams = Partial<Record<(typeof NOTIFICATION_PARAMS)[number], string>>
