import { foldText, type SessionListing } from '@ohif-admin/contracts'

export interface SessionListRow {
  id: string
  label: string
  subject: string
  modality: string
  xsiType: string
  /** As XNAT writes it; empty on real data now and then. */
  date: string
  /** The owning project when the session is shared in. */
  sharedFrom: string | null
}

export const SESSION_SORTS = ['label', 'id', 'subject', 'modality', 'date'] as const
export type SessionSort = (typeof SESSION_SORTS)[number]

/** The sessions of a listing, each once; rows without an id are dropped. */
export function rowsOf({ ResultSet }: SessionListing, projectId: string): SessionListRow[] {
  const rows = new Map<string, SessionListRow>()
  for (const row of ResultSet.Result) {
    const id = row.ID ?? row.session_ID ?? row.URI?.split('/').at(-1)
    if (!id || rows.has(id)) continue
    rows.set(id, {
      id,
      label: row.label,
      subject: row.subject_label || row.subject_ID,
      modality: row.modality,
      xsiType: row.xsiType,
      date: row.date,
      sharedFrom: row.project !== '' && row.project !== projectId ? row.project : null,
    })
  }
  return [...rows.values()]
}

const collator = new Intl.Collator(undefined, { numeric: true })

/** Rows that have every word of `search`, in the order of a column; `-` before it turns that round. Equals go by label. */
export function shownRows(rows: readonly SessionListRow[], search: string, sort: string): SessionListRow[] {
  const words = foldText(search).trim().split(/\s+/).filter(Boolean)
  const found = rows.filter(({ id, label, subject, modality, date, sharedFrom }) => {
    const text = foldText([id, label, subject, modality, date, sharedFrom ?? ''].join('\n'))
    return words.every((word) => text.includes(word))
  })
  const name = sortOf(sort)
  const way = sort.startsWith('-') ? -1 : 1
  return found.sort(
    (a, b) =>
      way * collator.compare(a[name], b[name]) ||
      collator.compare(a.label, b.label) ||
      collator.compare(a.id, b.id),
  )
}

export function sortOf(sort: string): SessionSort {
  return SESSION_SORTS.find((one) => one === sort.replace(/^-/, '')) ?? 'label'
}
