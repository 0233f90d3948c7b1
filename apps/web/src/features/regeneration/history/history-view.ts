import { ProjectId, Run, RunState } from '@ohif-admin/contracts'
import type { HistoryFilter } from '../run.queries.ts'

/** How the history is looked at; all of it stands in the address, as text. */
export interface HistoryView {
  /** Among the runs that are loaded. */
  search: string
  /** A column's id, with `-` before it for the other direction. */
  sort: string
  project: string
  kind: string
  state: string
  by: string
}

export const RUN_KINDS = Run.shape.kind.options
export const RUN_STATES = RunState.options

/** What the server is asked for; a value that cannot be one asks for nothing. */
export function filterOf({ project, kind, state, by }: HistoryView): HistoryFilter {
  const projectId = ProjectId.safeParse(project)
  const knownKind = RUN_KINDS.find((each) => each === kind)
  const knownState = RUN_STATES.find((each) => each === state)
  return {
    ...(projectId.success ? { projectId: projectId.data } : {}),
    ...(knownKind ? { kind: knownKind } : {}),
    ...(knownState ? { state: knownState } : {}),
    ...(by === '' ? {} : { startedBy: by }),
  }
}
