import { AccessionId, isOpen, type ProjectId, type Run, type SessionRebuilds } from '@ohif-admin/contracts'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useApi } from '../../lib/api-context.tsx'
import { useTopic } from '../../lib/live-context.tsx'
import { type Checks, factsOf, isSlide, type KnownRebuilds } from './checks.ts'
import { sessionPageQueries } from './sessions.queries.ts'

/** Reading the log again for each of five messages a second would help nobody. */
const AGAIN_MS = 2_000

/** Everything that is asked for about one session, each for itself, and kept up with the runs that touch it. */
export function useChecks(projectId: ProjectId, name: string) {
  const api = useApi()
  const queryClient = useQueryClient()
  const lookup = useQuery(sessionPageQueries.lookup(api, projectId, name))
  const facts = factsOf(lookup)
  // While XNAT cannot say what the name means, an id is worth asking the others about.
  const id = facts?.sessionId ?? (lookup.error ? AccessionId.safeParse(name).data : undefined)
  const on = { enabled: id !== undefined }
  const scans = useQuery({ ...sessionPageQueries.scans(api, projectId, id ?? ''), ...on })
  const index = facts !== undefined && isSlide(facts)
  const metadata = useQuery({ ...sessionPageQueries.metadata(api, projectId, id ?? '', index), ...on })
  const rebuilds = useInfiniteQuery({ ...sessionPageQueries.rebuilds(api, projectId, id ?? ''), ...on })

  const readRebuilds = () =>
    id === undefined
      ? Promise.resolve()
      : queryClient.invalidateQueries({ queryKey: sessionPageQueries.rebuilds(api, projectId, id).queryKey })
  const readSoon = useRested(() => void readRebuilds(), AGAIN_MS)
  useTopic(id === undefined ? null : 'runs', (message) => {
    if (message.type !== 'run' || !mayTouch(message.run, projectId)) return
    if (isOpen(message.run.state)) return readSoon()
    void readRebuilds()
    void metadata.refetch()
  })

  const checks: Checks = {
    lookup,
    scans,
    metadata,
    rebuilds: { error: rebuilds.error, data: joined(rebuilds.data?.pages) },
  }
  return {
    checks,
    id,
    facts,
    checking: [lookup, scans, metadata, rebuilds].some(({ isFetching }) => isFetching),
    /** Asks for everything again. */
    again: () =>
      Promise.all([
        lookup.refetch(),
        ...(id === undefined ? [] : [scans.refetch(), metadata.refetch(), rebuilds.refetch()]),
      ]),
    readRebuilds,
    older: {
      has: rebuilds.hasNextPage,
      pending: rebuilds.isFetchingNextPage,
      read: () => void rebuilds.fetchNextPage(),
    },
  }
}
export type SessionChecks = ReturnType<typeof useChecks>

/** The runs are in the first page; how far back the log was read is in the last. */
function joined(pages: readonly SessionRebuilds[] | undefined): KnownRebuilds | undefined {
  const [first] = pages ?? []
  const oldest = pages?.at(-1)
  if (!pages || !first || !oldest) return undefined
  return { rebuilds: pages.flatMap(({ rebuilds }) => rebuilds), coming: first.coming, log: oldest.log }
}

const mayTouch = (run: Run, projectId: ProjectId) => run.projectId === null || run.projectId === projectId

/** Calls back at most once in that time, and once more after the last call. */
function useRested(callback: () => void, restMs: number): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef(callback)
  useEffect(() => {
    latest.current = callback
  })
  useEffect(() => () => clearTimeout(timer.current), [])
  return () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      latest.current()
    }, restMs)
  }
}
