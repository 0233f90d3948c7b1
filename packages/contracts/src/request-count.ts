import { z } from 'zod'

/** What waits: open requests the reader may decide, and decisions on the reader's own that are news. */
export const RequestCount = z.object({
  toDecide: z.number().int().nonnegative(),
  news: z.number().int().nonnegative(),
})
export type RequestCount = z.infer<typeof RequestCount>
