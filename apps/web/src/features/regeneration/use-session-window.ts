import type { RunId, RunSession } from '@ohif-admin/contracts'
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual'
import type { RefObject } from 'react'
import { useApi } from '../../lib/api-context.tsx'
import { runQueries, SESSIONS_PER_PAGE, type SessionFilter } from './run.queries.ts'

/** Pages that hold the rows in sight. Jumping far does not read what lies between. */
export function pagesOf(rows: readonly Pick<VirtualItem, 'index'>[]): number[] {
  return [...new Set(rows.map(({ index }) => Math.floor(index / SESSIONS_PER_PAGE)))]
}

interface Options {
  runId: RunId
  filter: SessionFilter
  scroller: RefObject<HTMLElement | null>
  rowPx: number
}

/** A run's sessions as one long list of which only the part in sight is rendered and read. */
export function useSessionWindow({ runId, filter, scroller, rowPx }: Options) {
  const api = useApi()
  // The first page also tells how many there are. The old list stays while a new filter is being read.
  const first = useQuery({ ...runQueries.sessions(api, runId, filter, 0), placeholderData: keepPreviousData })
  const total = first.data?.total ?? 0
  const rows = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 12,
  })
  const items = rows.getVirtualItems()
  const pages = pagesOf(items).filter((page) => page > 0)
  const others = useQueries({ queries: pages.map((page) => runQueries.sessions(api, runId, filter, page)) })

  const sessionAt = (index: number): RunSession | undefined => {
    const page = Math.floor(index / SESSIONS_PER_PAGE)
    const data = page === 0 ? first.data : others[pages.indexOf(page)]?.data
    return data?.sessions[index % SESSIONS_PER_PAGE]
  }
  const failed = others.find(({ isError }) => isError)
  return { first, total, items, height: rows.getTotalSize(), sessionAt, measure: rows.measure, failed }
}
