import type { AssignmentPlace, JobItemState, PrepareJob } from '@ohif-admin/contracts'
import type { StoredItem } from '../../storage/assignment-jobs.ts'
import type { StoredList } from '../../storage/assignments.ts'
import { sameList } from './answers.ts'
import { checkedList, type EntryContext } from './entries.ts'

/** A list that is to become another; `before` undefined when it could not be read. */
export interface Planned {
  place: AssignmentPlace
  title: string | null
  before: StoredList | undefined
  after: readonly string[]
  /** Somebody changed it since, and it is left alone. */
  moved?: boolean
}

/** What a kind of bulk change makes of a list; undefined leaves the list out. */
export function planFor(
  input: Extract<PrepareJob, { kind: 'set' | 'replace' | 'clear' }>,
): (before: StoredList | undefined) => readonly string[] | undefined {
  if (input.kind === 'set') return () => input.list.map(trimmed)
  if (input.kind === 'clear') return () => []
  const to = trimmed(input.to)
  return (before) => {
    if (!before?.some((entry) => trimmed(entry) === trimmed(input.from))) return undefined
    const replaced = before.map((entry) => (trimmed(entry) === trimmed(input.from) ? to : entry))
    return [...new Set(replaced)]
  }
}

/**
 * The planned changes as items of a job: what needs nothing and what cannot be done is said before the start. Without a
 * context the lists are not checked: XNAT had them before.
 */
export function toItems(planned: readonly Planned[], context: EntryContext | undefined): StoredItem[] {
  return planned.map(({ place, title, before, after, moved }, position) => {
    const { state, code } = judge({ before, after, moved: moved ?? false }, context)
    return { position, place, title, before: before ?? null, after, state, code, said: null }
  })
}

function judge(
  { before, after, moved }: { before: StoredList | undefined; after: readonly string[]; moved: boolean },
  context: EntryContext | undefined,
): { state: JobItemState; code: StoredItem['code'] } {
  if (moved) return { state: 'moved', code: 'assignment-moved' }
  if (before === undefined) return { state: 'unreadable', code: null }
  if (sameList(before, after)) return { state: 'same', code: null }
  const invalid = context && checkedList(after, context).some(({ problems }) => problems.length > 0)
  return invalid ? { state: 'failed', code: 'assignment-invalid' } : { state: 'waiting', code: null }
}

const trimmed = (text: string) => (text.endsWith('/') ? text.slice(0, -1) : text)
