import { z } from 'zod'
import { LogSourceState } from './log.ts'
import { Run } from './runs.ts'

export const Overview = z.object({
  xnat: z.object({
    state: z.enum(['up', 'unreachable', 'timeout', 'unexpected']),
    version: z.string().nullable(),
    node: z.string().nullable(),
  }),
  plugin: z.object({
    state: z.enum(['present', 'missing', 'unknown']),
    version: z.string().nullable(),
  }),
  logSources: z.array(LogSourceState),
  activeRun: Run.nullable(),
  /** All runs that go on, the console's own first; absent means only `activeRun` is known. */
  activeRuns: z.array(Run).optional(),
  /** Sessions rebuilt without a run, by archiving and by viewer visits: minute by minute, the present minute last. */
  eventRebuilds: z
    .object({ perMinute: z.array(z.number().int().nonnegative()) })
    .nullable()
    .optional(),
  lastRuns: z.array(Run),
})
export type Overview = z.infer<typeof Overview>
