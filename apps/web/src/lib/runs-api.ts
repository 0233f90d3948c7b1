import {
  type GuidedSettings,
  Impact,
  type ImpactRequest,
  type QueueOrder,
  Run,
  RunComparison,
  type RunControl,
  type RunFilter,
  type RunId,
  RunList,
  type RunListQuery,
  RunLog,
  RunPage,
  RunSessionPage,
  type RunSessionsQuery,
  type StartRun,
} from '@ohif-admin/contracts'
import type { z } from 'zod'
import type { Api, CallOptions } from './api.ts'

/** Rebuilds: what they would do, their start, and what is known of them. */
export function runsApi({ read, url }: Api) {
  return {
    list: (limit: number, options: CallOptions = {}) =>
      read(RunList, 'runs', { ...options, query: { limit } }),
    /** Some of the runs; `after` the `next` of one page comes the next one. */
    page: (query: Partial<RunListQuery>, options: CallOptions = {}) =>
      read(RunPage, 'runs', { ...options, query }),
    get: (id: RunId, options: CallOptions = {}) => read(Run, runPath(id), options),
    /** What a run would do. It is sent like a change, because a selection can be long, but changes nothing. */
    impact: (body: ImpactRequest, options: CallOptions = {}) =>
      read(Impact, 'runs/impact', { ...options, method: 'POST', body }),
    start: (body: z.input<typeof StartRun>) => read(Run, 'runs', { method: 'POST', body }),
    control: (id: RunId, body: RunControl) => read(Run, `${runPath(id)}/control`, { method: 'POST', body }),
    settings: (id: RunId, body: GuidedSettings) =>
      read(Run, `${runPath(id)}/settings`, { method: 'PUT', body }),
    order: (body: QueueOrder) => read(RunList, 'runs/queue', { method: 'PUT', body }),
    sessions: (id: RunId, query: RunSessionsQuery, options: CallOptions = {}) =>
      read(RunSessionPage, `${runPath(id)}/sessions`, { ...options, query }),
    comparison: (id: RunId, options: CallOptions = {}) =>
      read(RunComparison, `${runPath(id)}/comparison`, options),
    log: (id: RunId, options: CallOptions = {}) => read(RunLog, `${runPath(id)}/log`, options),
    stopWatching: (id: RunId) => read(Run, `${runPath(id)}/stop-watching`, { method: 'POST', body: {} }),
    /** Where the list of runs is as a file. */
    listExportUrl: (query: Partial<RunFilter> & { format: 'csv' | 'json' }) => url('runs/export', query),
    /** Where the verdicts of a run are as a file. */
    exportUrl: (id: RunId, format: 'csv' | 'json') => url(`${runPath(id)}/export`, { format }),
  }
}

function runPath(id: RunId): string {
  return `runs/${encodeURIComponent(id)}`
}
