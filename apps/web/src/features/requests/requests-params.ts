/** Names in the address; `request` is the one whose details are open. */
export const REQUEST_PARAMS = ['state', 'q', 'request'] as const
export type RequestParams = Partial<Record<(typeof REQUEST_PARAMS)[number], string>>
