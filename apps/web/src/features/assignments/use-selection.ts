import type { AssignmentPlace } from '@ohif-admin/contracts'
import { useState } from 'react'
import type { TableRow } from './table-rows.ts'

/** Rows that were ticked; with none, a change of many lists means all rows that match. */
export function useSelection(found: readonly TableRow[]) {
  const [ticked, setTicked] = useState<ReadonlySet<AssignmentPlace>>(new Set())
  const visible = found.filter(({ place }) => ticked.has(place)).map(({ place }) => place)
  const checked = visible.length === found.length && found.length > 0
  return {
    has: (place: AssignmentPlace) => ticked.has(place),
    toggle: (place: AssignmentPlace) =>
      setTicked((now) => {
        const next = new Set(now)
        if (!next.delete(place)) next.add(place)
        return next
      }),
    all: {
      checked,
      some: visible.length > 0,
      toggle: () => setTicked(checked ? new Set() : new Set(found.map(({ place }) => place))),
    },
    /** Only what is in the list as it is filtered: nobody changes what they do not see. */
    count: visible.length,
    chosen: visible.length > 0 ? visible : found.map(({ place }) => place),
  }
}
