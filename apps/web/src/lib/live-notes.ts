import { z } from 'zod'

const Topics = z.array(z.string())

/**
 * What the tabs of one browser tell each other. The notes of a leader, who holds the stream, carry its term: a higher
 * one is a later leader. `want` and `bye` come from any tab; `ask` wants a sign of life.
 */
export const LiveNote = z.discriminatedUnion('type', [
  z.object({ type: z.literal('want'), tab: z.string(), topics: Topics }),
  z.object({ type: z.literal('bye'), tab: z.string() }),
  z.object({ type: z.literal('ask'), wake: z.boolean() }),
  /** A new leader, which does not know all the others yet. */
  z.object({ type: z.literal('leader'), term: z.number() }),
  z.object({
    type: z.literal('state'),
    term: z.number(),
    status: z.enum(['idle', 'connecting', 'live', 'held', 'reconnecting', 'lost', 'paused', 'stopped']),
    heardAt: z.number(),
    /** The topics of the stream. */
    topics: Topics,
    /** Tabs whose topics do not fit into the stream. */
    without: z.array(z.string()),
    /** Nobody looks at the leader's tab, so the browser may slow it down. */
    hidden: z.boolean(),
  }),
  z.object({
    type: z.literal('opened'),
    term: z.number(),
    topics: Topics,
    at: z.number(),
    after: z.string().optional(),
  }),
  z.object({
    type: z.literal('message'),
    term: z.number(),
    topics: Topics,
    data: z.string(),
    id: z.string().optional(),
    replayed: z.boolean(),
  }),
  /** The sign-in is over, for all of them. */
  z.object({ type: z.literal('ended') }),
])
export type LiveNote = z.infer<typeof LiveNote>

/** As many as one stream may carry. */
const MAX_TOPICS = 16

export interface Merged {
  topics: readonly string[]
  /** Those whose topics did not fit. */
  without: readonly string[]
}

/** The topics of all tabs in one stream, those of `own` first; a tab that does not fit whole is left out whole. */
export function mergeTopics(
  own: readonly string[],
  others: ReadonlyMap<string, readonly string[]>,
  most = MAX_TOPICS,
): Merged {
  const topics = new Set(own)
  const without: string[] = []
  for (const [tab, wanted] of others) {
    const more = wanted.filter((topic) => !topics.has(topic))
    if (topics.size + more.length > most) without.push(tab)
    else for (const topic of more) topics.add(topic)
  }
  return { topics: [...topics].sort(), without }
}
