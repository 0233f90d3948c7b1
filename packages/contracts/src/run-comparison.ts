import { z } from 'zod'
import { Run } from './runs.ts'

const count = z.number().int().nonnegative()

/** A run beside the one before it of the same scope and target: what changed for the sessions that both had. */
export const RunComparison = z.object({
  /** Null when there was none that this person may see. */
  previous: Run.nullable(),
  /** Of the sessions of both runs. `fixed`: needed attention before and is stored now; `broken`: the other way. */
  fixed: count,
  broken: count,
  stillFailing: count,
  /** Sessions of one of the two runs only. */
  onlyNow: count,
  onlyBefore: count,
})
export type RunComparison = z.infer<typeof RunComparison>

export const RunExportQuery = z.strictObject({ format: z.enum(['csv', 'json']) })
