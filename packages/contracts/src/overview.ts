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
  lastRuns: z.array(Run),
})
export type Overview = z.infer<typeof Overview>
