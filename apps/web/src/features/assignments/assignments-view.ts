import { AssignmentPlace } from '@ohif-admin/contracts'
import type { AssignmentParams } from './assignments-params.ts'
import { SHOWN, type TableView } from './table-rows.ts'

export const BULK_KINDS = ['set', 'replace', 'clear', 'csv', 'jobs'] as const
export type BulkKind = (typeof BULK_KINDS)[number]

export interface AssignmentsView extends TableView {
  /** The place whose panel is open. */
  place: AssignmentPlace | null
  tab: 'edit' | 'history'
  /** The change of many lists that is shown. */
  job: string | null
  /** Which change of many lists is being made up. */
  bulk: BulkKind | null
}

export function viewOf(params: AssignmentParams): AssignmentsView {
  return {
    search: params.q ?? '',
    show: SHOWN.find((one) => one === params.show) ?? 'all',
    server: params.server ?? '',
    sort: params.sort ?? 'project',
    group: params.group === 'server',
    place: AssignmentPlace.safeParse(params.place).data ?? null,
    tab: params.tab === 'history' ? 'history' : 'edit',
    job: /^[0-9a-f-]{36}$/.test(params.job ?? '') ? (params.job ?? null) : null,
    bulk: BULK_KINDS.find((one) => one === params.bulk) ?? null,
  }
}

/** Leaves out what is as it is by itself. */
export function paramsOf(view: AssignmentsView): AssignmentParams {
  const params: Record<string, string | false | null> = {
    q: view.search,
    show: view.show !== 'all' && view.show,
    server: view.server,
    sort: view.sort !== 'project' && view.sort,
    group: view.group && 'server',
    place: view.place,
    tab: view.place !== null && view.tab === 'history' && 'history',
    job: view.job,
    bulk: view.bulk,
  }
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value)) as AssignmentParams
}
