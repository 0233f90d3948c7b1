import { z } from 'zod'
import { ProjectId } from './ids.ts'
import { Run, RunSession, RunState } from './runs.ts'
import { SHOWN_SESSIONS } from './verdicts.ts'

const count = z.number().int().nonnegative()

export const RunList = z.object({ runs: z.array(Run) })
export type RunList = z.infer<typeof RunList>

/** What a list of runs can be ordered by. `failures`: sessions that need a person. */
export const RUN_SORTS = ['started', 'state', 'project', 'kind', 'by', 'took', 'stored', 'failures'] as const
export type RunSortKey = (typeof RUN_SORTS)[number]

/** A key of `RUN_SORTS`, with `-` before it for the other direction. */
export const RunSort = z.enum([...RUN_SORTS, ...RUN_SORTS.map((key) => `-${key}` as const)])
export type RunSort = z.infer<typeof RunSort>

export const RunFilter = z.strictObject({
  projectId: ProjectId.optional(),
  kind: z.enum(['bulk', 'guided', 'adopted']).optional(),
  /** `not-queued`: every run whose turn has come. */
  state: z.enum([...RunState.options, 'not-queued']).optional(),
  startedBy: z.string().max(128).optional(),
  /** Part of a run's id, project, title, target or person; case and accents do not matter. */
  search: z.string().trim().max(200).optional(),
  sort: RunSort.default('-started'),
})
export type RunFilter = z.infer<typeof RunFilter>

export const RunListQuery = RunFilter.extend({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  /** `next` of the page before, with the same filter and order. */
  after: z
    .string()
    .regex(/^[\w-]{1,4000}$/)
    .optional(),
})
export type RunListQuery = z.infer<typeof RunListQuery>

export const RunPage = RunList.extend({
  /** How many match, over all pages. */
  total: count,
  /** `after` of the next page; null at the end. */
  next: z.string().nullable(),
})
export type RunPage = z.infer<typeof RunPage>

export const RunListExportQuery = RunFilter.extend({ format: z.enum(['csv', 'json']) })
export type RunListExportQuery = z.infer<typeof RunListExportQuery>

export const RunSessionsQuery = z.strictObject({
  show: z.enum(SHOWN_SESSIONS).default('all'),
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
