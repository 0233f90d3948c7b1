import { z } from 'zod'
import { ServerOrigin } from './ai-servers.ts'
import { Instant, ProjectId } from './ids.ts'

const count = z.number().int().nonnegative()

/** The way from an XNAT without the plugin to users with AI tools, in its order. */
export const SetUpStepName = z.enum([
  'plugin',
  'log',
  'ai-server',
  'server-checked',
  'model',
  'registered',
  'browser',
  'coverage',
])
export type SetUpStepName = z.infer<typeof SetUpStepName>

/**
 * `proved`: shown to be so just now, or by a look that is recent enough. `stale`: it was so, and nobody could look again
 * since. `broken`: it was so and is no longer. `open`: never shown. `unknown`: it cannot be told now.
 */
export const SetUpStepState = z.enum(['proved', 'stale', 'broken', 'open', 'unknown'])
export type SetUpStepState = z.infer<typeof SetUpStepState>

export const SetUpStep = z.object({
  step: SetUpStepName,
  state: SetUpStepState,
  /** When it was last seen to be so. */
  provedAt: Instant.nullable(),
  /** What proves it, or what stands against it; the page has words for each. */
  note: z.string().max(60),
  /** What those words need. */
  values: z.record(z.string(), z.string()),
})
export type SetUpStep = z.infer<typeof SetUpStep>

export const SetUpProgress = z.object({
  steps: z.array(SetUpStep),
  checkedAt: Instant,
  /** Somebody does not want to be shown it on the overview. */
  putAway: z.object({ by: z.string(), at: Instant }).nullable(),
})
export type SetUpProgress = z.infer<typeof SetUpProgress>

/** One server, and the project it is tried with; without one it is the site's list that counts. */
export const SetUpProofQuery = z.strictObject({ server: ServerOrigin, project: ProjectId.optional() })
export type SetUpProofQuery = z.infer<typeof SetUpProofQuery>

/** How far this one server has come on its way to users: checked, model, registered, browser. */
export const SetUpProof = z.object({ steps: z.array(SetUpStep), checkedAt: Instant })
export type SetUpProof = z.infer<typeof SetUpProof>

export const PutAway = z.strictObject({ away: z.boolean() })
export type PutAway = z.infer<typeof PutAway>

/** A restart of XNAT that somebody waits for. */
export const RestartWatch = z.object({
  begunAt: Instant,
  begunBy: z.string(),
  /** When XNAT had started before; null when it did not say. */
  startedBefore: Instant.nullable(),
  /** Version of the plugin before; null when XNAT listed none. */
  versionBefore: z.string().nullable(),
})
export type RestartWatch = z.infer<typeof RestartWatch>

/**
 * How far a restart has come. `waiting`: XNAT answers and has not been restarted. `away`: it does not answer, as during
 * a restart. `restarted`: it says so itself by its uptime. `unknown`: it answers, and does not say since when it runs.
 */
export const RestartState = z.object({
  watch: RestartWatch.nullable(),
  state: z.enum(['none', 'waiting', 'away', 'restarted', 'unknown']),
  startedAt: Instant.nullable(),
  /** The plugin after the restart; null before it. */
  plugin: z
    .object({
      state: z.enum(['answers', 'listed-only', 'missing', 'unknown']),
      version: z.string().nullable(),
    })
    .nullable(),
  /**
   * How many sessions have missing or outdated metadata, of how many: known when every session was looked at since the
   * restart, null until then. Null as a whole before the restart, and while the plugin does not answer.
   */
  metadata: z.object({ outdated: count.nullable(), total: count.nullable() }).nullable(),
  checkedAt: Instant,
})
export type RestartState = z.infer<typeof RestartState>
