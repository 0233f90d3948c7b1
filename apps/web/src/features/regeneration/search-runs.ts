import type { Run } from '@ohif-admin/contracts'
import { foldText } from '../../lib/fold-text.ts'

/** Runs whose project, title, person or id contains `search`; case does not matter. */
export function searchRuns(runs: readonly Run[], search: string): readonly Run[] {
  const wanted = foldText(search).trim()
  if (wanted === '') return runs
  return runs.filter(({ id, projectId, projectTitle, startedBy }) =>
    [id, projectId, projectTitle, startedBy].some((text) => text !== null && foldText(text).includes(wanted)),
  )
}
