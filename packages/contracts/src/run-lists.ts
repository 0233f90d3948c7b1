import { z } from 'zod'
import { ProjectId, RunId } from './ids.ts'
import { Run, RunSession, RunState, Verdict } from './runs.ts'

const count = z.number().int().nonnegative()

export const RunList = z.object({ runs: z.array(Run) })
export type RunList = z.infer<typeof RunList>

export const RunListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  /** For the page after: the last run of the one before. */
  after: RunId.optional(),
  projectId: ProjectId.optional(),
  kind: z.enum(['bulk', 'guided', 'adopted']).optional(),
  state: RunState.optional(),
  startedBy: z.string().max(128).optional(),
})
export type RunListQuery = z.infer<typeof RunListQuery>

export const RunSessionsQuery = z.strictObject({
  show: z.enum(['all', 'failures', ...Verdict.options]).default('all'),
  /** Part of a session id, label or subject; case does not matter. */
  search: z.string().trim().max(200).default(''),
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
})
export type RunSessionsQuery = z.infer<typeof RunSessionsQuery>

export const RunSessionPage = z.object({
  sessions: z.array(RunSession),
  /** How many match, over all pages. */
  total: count,
})
export type RunSessionPage = z.infer<typeof RunSessionPage>
