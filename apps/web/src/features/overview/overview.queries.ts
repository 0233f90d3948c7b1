import { isActive, Overview, type Run } from '@ohif-admin/contracts'
import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Api } from '../../lib/api.ts'
import type { LiveMessage } from '../../lib/topics.ts'

/**
 * XNAT's own state does not come by the stream, so it is asked for: one small request per tab in view, which the
 * server answers from what it has just learnt for others.
 */
const POLL_MS = 30_000

/** As many as the server sends. */
const LAST_RUNS = 8

export const overviewQueries = {
  root: ['overview'] as const,
  get: (api: Api) =>
    queryOptions({
      queryKey: overviewQueries.root,
      queryFn: ({ signal }) => api.read(Overview, 'overview', { signal }),
      refetchInterval: POLL_MS,
    }),
}

/** Every run that goes on, as far as this person may see. */
export function activeRunsOf({ activeRun, activeRuns }: Overview): readonly Run[] {
  return activeRuns ?? (activeRun ? [activeRun] : [])
}

/** A run keeps its place; the console's own come before those that were begun elsewhere. */
function withStable(runs: readonly Run[], run: Run): Run[] {
  const known = runs.some(({ id }) => id === run.id)
  const all = known ? runs.map((each) => (each.id === run.id ? run : each)) : [...runs, run]
  return all.toSorted((a, b) => Number(a.kind === 'adopted') - Number(b.kind === 'adopted'))
}

/** The overview with a run as it is now. */
export function withRun(overview: Overview, run: Run): Overview {
  const others = overview.lastRuns.filter(({ id }) => id !== run.id)
  const otherActive = activeRunsOf(overview).filter(({ id }) => id !== run.id)
  const activeRuns = isActive(run.state) ? withStable(activeRunsOf(overview), run) : otherActive
  return {
    ...overview,
    activeRun: activeRuns[0] ?? null,
    activeRuns,
    lastRuns: [run, ...others]
      .sort((a, b) => b.startedAt.localeCompare(a.startedAt))
      .slice(0, Math.max(LAST_RUNS, overview.lastRuns.length)),
  }
}

/** Follows one message of the stream; after a gap the overview is read again. */
export async function applyToOverview(client: QueryClient, message: LiveMessage): Promise<void> {
  const patch = (change: (overview: Overview) => Overview) =>
    client.setQueryData<Overview>(overviewQueries.root, (overview) => overview && change(overview))
  if (message.type === 'run') {
    patch((overview) => withRun(overview, message.run))
    if (!isActive(message.run.state)) await readOvertaken(client)
  } else if (message.type === 'log-sources') {
    patch((overview) => ({ ...overview, logSources: message.sources }))
    await readOvertaken(client)
  } else if (message.type === 'gap' || message.type === 'opened') {
    const before = message.type === 'opened' ? message.at : Number.POSITIVE_INFINITY
    // A request on its way is good enough: the stream begins with the state as it is.
    await client.invalidateQueries(
      { queryKey: overviewQueries.root, predicate: ({ state }) => state.dataUpdatedAt < before },
      { cancelRefetch: false },
    )
  }
}

/** An answer on its way may be older than the message that was just heard, and no later one would put it right. */
async function readOvertaken(client: QueryClient): Promise<void> {
  const { root: queryKey } = overviewQueries
  if (client.isFetching({ queryKey }) > 0) await client.invalidateQueries({ queryKey })
}
