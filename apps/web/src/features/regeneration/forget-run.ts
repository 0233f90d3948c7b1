import type { Run, RunId, RunPage } from '@ohif-admin/contracts'
import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { ApiError } from '../../lib/api-error.ts'
import { runKeys } from './run-keys.ts'

/** Whether the server says that there is no such run, or none that this person may see. */
export function isLost(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'not-found'
}

/** Drops everything that was read about a run this person may no longer see; who shows it hears `not-found`. */
export async function forgetRun(client: QueryClient, id: RunId): Promise<void> {
  const queryKey = ['runs', 'detail', id] as const
  await client.cancelQueries({ queryKey })
  const error = new ApiError('not-found', 404)
  client
    .getQueryCache()
    .find({ queryKey })
    ?.setState({ data: undefined, dataUpdatedAt: 0, status: 'error', error, isInvalidated: false })
  client.removeQueries({ queryKey: runKeys.sessionsOf(id) })
  client.removeQueries({ queryKey: runKeys.logOf(id) })
  const without = (runs: Run[]) => runs.filter((run) => run.id !== id)
  for (const queryKey of [runKeys.lists, runKeys.queueKey])
    client.setQueriesData<Run[]>({ queryKey }, (runs) => runs && without(runs))
  client.setQueriesData<InfiniteData<RunPage>>(
    { queryKey: runKeys.histories },
    (history) => history && { ...history, pages: withoutRun(history.pages, id) },
  )
}

function withoutRun(pages: readonly RunPage[], id: RunId): RunPage[] {
  const was = pages.some(({ runs }) => runs.some((run) => run.id === id))
  return pages.map((page) => ({
    ...page,
    runs: page.runs.filter((run) => run.id !== id),
    total: was ? page.total - 1 : page.total,
  }))
}

const PARTS_OF_A_RUN: readonly unknown[] = ['detail', 'sessions', 'log']

/** To be told of every failed reading: a run whose parts are not found any more is forgotten as a whole. */
export async function forgetLostRun(
  client: QueryClient,
  error: unknown,
  queryKey: readonly unknown[],
): Promise<void> {
  const [root, part, id] = queryKey
  if (root === 'runs' && PARTS_OF_A_RUN.includes(part) && isLost(error)) await forgetRun(client, id as RunId)
}
