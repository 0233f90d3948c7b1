import type { LogRow } from '@ohif-admin/contracts'

type Filter = Readonly<Record<string, string | number | undefined>>

/** What a page can judge by itself, exactly as the server does. */
const SIMPLE = ['source', 'levels']

/** Whether a new row's place in the list can be told without asking the server. */
export function isSimple(filter: Filter): boolean {
  return Object.entries(filter).every(([name, value]) => value === undefined || SIMPLE.includes(name))
}

/** Whether a new row belongs to the list, by a simple filter. Markers stand only in lists of all levels. */
export function livesIn(filter: Filter, row: LogRow): boolean {
  if (filter['source'] !== undefined && row.source !== filter['source']) return false
  if (filter['levels'] === undefined) return true
  return row.form === 'record' && String(filter['levels']).split(',').includes(row.level)
}
