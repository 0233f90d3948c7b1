import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect } from 'react'
import { type PageQuery, ROWS_PER_PAGE } from './coverage.queries.ts'

interface Options<Row> {
  pageOf: (page: number) => PageQuery<Row>
  scroller: RefObject<HTMLElement | null>
  rowPx: number
}

/** A long list of which only the part in sight is rendered and read: jumping far does not read what lies between. */
export function usePagedRows<Row>({ pageOf, scroller, rowPx }: Options<Row>) {
  // The first page also tells how many there are. The old list stays while a new filter is being read.
  const first = useQuery({ ...pageOf(0), placeholderData: keepPreviousData })
  const total = first.data?.total ?? 0
  const list = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 12,
  })
  const { measure } = list
  useEffect(() => measure(), [rowPx, measure])
  const items = list.getVirtualItems()
  const pages = [...new Set(items.map(({ index }) => Math.floor(index / ROWS_PER_PAGE)))].filter(
    (page) => page > 0,
  )
  const others = useQueries({ queries: pages.map((page) => pageOf(page)) })
  return {
    first,
    total,
    items,
    before: items[0]?.start ?? 0,
    after: list.getTotalSize() - (items.at(-1)?.end ?? list.getTotalSize()),
    failed: others.find(({ isError }) => isError),
    rowAt(index: number): Row | undefined {
      const page = Math.floor(index / ROWS_PER_PAGE)
      const data = page === 0 ? first.data : others[pages.indexOf(page)]?.data
      return data?.rows[index % ROWS_PER_PAGE]
    },
  }
}
