import type { SessionListing } from '@ohif-admin/contracts'

export interface ListedSession {
  id: string
  title: string
  subjectId: string
}

export interface ListedSubject {
  id: string
  title: string
  sessions: number
}

export interface ProjectContent {
  sessions: readonly ListedSession[]
  /** Those with image sessions: others have nothing to rebuild. */
  subjects: readonly ListedSubject[]
}

/** Sessions and their subjects by label, as XNAT lists them for a project; rows without an id are dropped. */
export function contentOf({ ResultSet }: SessionListing): ProjectContent {
  const sessions = new Map<string, ListedSession>()
  const subjects = new Map<string, ListedSubject>()
  for (const row of ResultSet.Result) {
    const id = row.ID ?? row.session_ID
    if (!id || sessions.has(id)) continue
    sessions.set(id, { id, title: row.label || id, subjectId: row.subject_ID })
    if (row.subject_ID === '') continue
    const known = subjects.get(row.subject_ID)
    const title = known?.title ?? (row.subject_label || row.subject_ID)
    subjects.set(row.subject_ID, { id: row.subject_ID, title, sessions: (known?.sessions ?? 0) + 1 })
  }
  return { sessions: inOrder(sessions), subjects: inOrder(subjects) }
}

const collator = new Intl.Collator(undefined, { numeric: true })

function inOrder<Item extends { title: string }>(items: ReadonlyMap<string, Item>): Item[] {
  return [...items.values()].sort((a, b) => collator.compare(a.title, b.title))
}
