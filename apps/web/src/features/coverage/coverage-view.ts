import {
  CoverageProjectSort,
  type CoverageProjectsQuery,
  CoverageSessionSort,
  type CoverageSessionsQuery,
  CoverageState,
  ProjectId,
  RunData,
} from '@ohif-admin/contracts'
import type { CoverageParams } from './coverage-params.ts'

export type CoverageTab = 'projects' | 'sessions'
export type ProjectFilter = Omit<CoverageProjectsQuery, 'offset' | 'limit'>
export type SessionFilter = Omit<CoverageSessionsQuery, 'offset' | 'limit'>

export interface CoverageView {
  tab: CoverageTab
  data: RunData
  projects: ProjectFilter
  sessions: SessionFilter
}

/** What an address asks for; what it says wrongly is left out. */
export function viewOf(params: CoverageParams): CoverageView {
  const tab = params.tab === 'sessions' ? 'sessions' : 'projects'
  const data = RunData.safeParse(params.data).data ?? 'viewer'
  const state = CoverageState.safeParse(params.state).data
  const projectId = ProjectId.safeParse(params.project).data
  const common = { data, search: params.q ?? '', ...(state ? { state } : {}) }
  return {
    tab,
    data,
    projects: { ...common, sort: CoverageProjectSort.safeParse(params.sort).data ?? 'worst' },
    sessions: {
      ...common,
      ...(projectId ? { projectId } : {}),
      sort: CoverageSessionSort.safeParse(params.sort).data ?? 'project',
    },
  }
}
