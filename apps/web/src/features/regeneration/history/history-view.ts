import { ProjectId, Run, RunSort, RunState } from '@ohif-admin/contracts'
import type { HistoryFilter } from '../run.queries.ts'

/** How the history is looked at; all of it stands in the address, as text. */
export interface HistoryView {
  search: string
  /** A column's id, with `-` before it for the other direction. */
  sort: string
  project: string
  kind: string
  state: string
  by: string
}

const NEWEST_FIRST = '-started'

export const RUN_KINDS = Run.shape.kind.options
export const RUN_STATES = RunState.options

/** What the server is asked for; a value that cannot be one asks for nothing. */
export function filterOf({ project, kind, state, by, search, sort }: HistoryView): HistoryFilter {
  const projectId = ProjectId.safeParse(project)
  const knownKind = RUN_KINDS.find((each) => each === kind)
  return {
    ...(projectId.success ? { projectId: projectId.data } : {}),
    ...(knownKind ? { kind: knownKind } : {}),
    // What waits has its own list, unless it is asked for.
    state: RUN_STATES.find((each) => each === state) ?? 'not-queued',
    ...(by === '' ? {} : { startedBy: by }),
    ...(search.trim() === '' ? {} : { search: search.trim() }),
    sort: RunSort.safeParse(sort).data ?? NEWEST_FIRST,
  }
}

/** Whether anything but the order is chosen. */
export function isFiltered({ search, project, kind, state, by }: HistoryView): boolean {
  return [search, project, kind, state, by].some((part) => part !== '')
}
