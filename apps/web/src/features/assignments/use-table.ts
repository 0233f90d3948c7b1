import { type AssignmentPlace, SITE_PLACE } from '@ohif-admin/contracts'
import { useMemo } from 'react'
import type { BulkKind } from './assignments-view.ts'
import type { AssignmentListing } from './listing.ts'
import { countsOf, itemsOf, matching, rowsOf, type TableView } from './table-rows.ts'
import { useSelection } from './use-selection.ts'

/** The listing as the view shows it, and which of its rows are ticked. */
export function useTable(listing: AssignmentListing, { search, show, server, sort, group }: TableView) {
  const rows = useMemo(() => rowsOf(listing), [listing])
  const counts = useMemo(() => countsOf(rows), [rows])
  const found = useMemo(
    () => matching(rows, { search, show, server, sort, group }),
    [rows, search, show, server, sort, group],
  )
  const items = useMemo(() => itemsOf(found, group), [found, group])
  return { counts, found, items, selection: useSelection(found) }
}

export type Table = ReturnType<typeof useTable>

/** What a change of many lists is about. A server is replaced wherever it is: in the site's own list, too. */
export function placesFor(bulk: BulkKind | null, { selection }: Table): readonly AssignmentPlace[] {
  return bulk === 'replace' ? [SITE_PLACE, ...selection.chosen] : selection.chosen
}
