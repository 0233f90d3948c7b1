import {
  type Assignment,
  type AssignmentPlace,
  foldText,
  type ProjectId,
  placeOfProject,
} from '@ohif-admin/contracts'
import type { AssignmentListing } from './listing.ts'

export interface TableRow {
  place: AssignmentPlace
  projectId: ProjectId
  title: string
  /** Undefined until XNAT has answered. */
  assignment: Assignment | undefined
}

export const SHOWN = ['all', 'project', 'site', 'none', 'unknown', 'ignored', 'invalid', 'outside'] as const
export type Shown = (typeof SHOWN)[number]

export const SORTS = ['project', 'server', 'from', 'changed'] as const
export type SortName = (typeof SORTS)[number]

export interface TableView {
  search: string
  show: Shown
  /** Only rows whose effective server is this text; empty for all. */
  server: string
  /** A column, with `-` before it for the other direction. */
  sort: string
  group: boolean
}

/** What the list shows: rows, and with grouping a line before the rows of each server. */
export type TableItem =
  | { kind: 'row'; key: string; row: TableRow }
  | { kind: 'group'; key: string; server: string | null; count: number }

export const serverOf = ({ assignment }: TableRow): string | null => assignment?.effective.entry?.text ?? null

const fits: Record<Shown, (row: Assignment) => boolean> = {
  all: () => true,
  project: ({ effective }) => effective.from === 'project',
  site: ({ effective }) => effective.from === 'site',
  none: ({ effective }) => effective.from === 'none',
  unknown: ({ effective, inDoubt }) => effective.from === 'unknown' || inDoubt,
  ignored: ({ entries }) => entries.length > 1,
  invalid: hasInvalid,
  outside: ({ lastChange }) => lastChange?.kind === 'changed-outside',
}

/** A first entry the viewer cannot use as it is written, or a list that is none. */
export function hasInvalid({ entries, list }: Assignment): boolean {
  return list === 'not-json' || list === 'not-a-list' || (entries[0]?.problems.length ?? 0) > 0
}

export function rowsOf({ projects, rows }: AssignmentListing): TableRow[] {
  return projects.map(({ projectId, title }) => {
    const place = placeOfProject(projectId)
    return { place, projectId, title, assignment: rows.get(place) }
  })
}

export function countsOf(rows: readonly TableRow[]): Record<Shown, number> {
  const counts = Object.fromEntries(SHOWN.map((name) => [name, 0])) as Record<Shown, number>
  counts.all = rows.length
  for (const { assignment } of rows) {
    if (!assignment) continue
    for (const name of SHOWN) if (name !== 'all' && fits[name](assignment)) counts[name] += 1
  }
  return counts
}

/** The rows that match, in order. What has not arrived matches no filter but `all`, and comes last. */
export function matching(rows: readonly TableRow[], view: TableView): TableRow[] {
  const words = foldText(view.search).split(/\s+/).filter(Boolean)
  const found = rows.filter((row) => {
    const { assignment } = row
    if (view.show !== 'all' && !(assignment && fits[view.show](assignment))) return false
    if (view.server !== '' && serverOf(row) !== view.server) return false
    if (words.length === 0) return true
    const entries = assignment?.entries.map(({ text }) => text).join(' ') ?? ''
    const text = foldText(`${row.projectId} ${row.title} ${serverOf(row) ?? ''} ${entries}`)
    return words.every((word) => text.includes(word))
  })
  return sorted(found, view)
}

const RANK = { project: 0, site: 1, none: 2, unknown: 3 } as const

const KEYS: Record<SortName, (row: TableRow) => string> = {
  project: ({ title }) => foldText(title),
  server: (row) => foldText(serverOf(row) ?? ''),
  from: ({ assignment }) => String(assignment ? RANK[assignment.effective.from] : ''),
  changed: ({ assignment }) => assignment?.lastChange?.at ?? '',
}

function sorted(rows: readonly TableRow[], { sort, group }: TableView): TableRow[] {
  const down = sort.startsWith('-')
  const name = SORTS.find((one) => one === sort.replace(/^-/, '')) ?? 'project'
  const keyed = rows.map((row) => ({ row, key: KEYS[name](row), server: serverOf(row) ?? '' }))
  keyed.sort((one, other) => {
    if (group && one.server !== other.server) return one.server < other.server ? -1 : 1
    // Whatever the direction, what is not known stays at the end.
    if ((one.key === '') !== (other.key === '')) return one.key === '' ? 1 : -1
    const by = one.key < other.key ? -1 : one.key > other.key ? 1 : 0
    return (down ? -by : by) || one.row.projectId.localeCompare(other.row.projectId)
  })
  return keyed.map(({ row }) => row)
}

/** The rows as the list shows them. They come sorted, so that rows of one server stand together. */
export function itemsOf(rows: readonly TableRow[], group: boolean): TableItem[] {
  const asItem = (row: TableRow): TableItem => ({ kind: 'row', key: row.place, row })
  if (!group) return rows.map(asItem)
  const counts = new Map<string | null, number>()
  for (const row of rows) counts.set(serverOf(row), (counts.get(serverOf(row)) ?? 0) + 1)
  return rows.flatMap((row, index) => {
    const server = serverOf(row)
    const before = rows[index - 1]
    if (before && serverOf(before) === server) return [asItem(row)]
    return [{ kind: 'group', key: `group ${server}`, server, count: counts.get(server) ?? 0 }, asItem(row)]
  })
}
