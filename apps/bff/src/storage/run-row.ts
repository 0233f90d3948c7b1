import {
  type IdempotencyKey,
  isOpen,
  LogCursor,
  type OPEN_RUN_STATES,
  type ProjectId,
  type Run,
  RunCounts,
  type RunId,
  type RunReason,
  type RunState,
  type XnatCall,
} from '@ohif-admin/contracts'
import type { Insertable, Selectable, Updateable } from 'kysely'
import { z } from 'zod'
import type { RunsTable } from './schema.ts'
import { storable } from './text.ts'

type OpenRunState = (typeof OPEN_RUN_STATES)[number]
export type ClosedRunState = Exclude<RunState, OpenRunState>

/** Where each log source stood, by the source's name. */
const Cursors = z.record(z.string(), LogCursor)
export type Cursors = z.infer<typeof Cursors>

const LogThreads = z.object({ requestThread: z.string(), pool: z.number().int().nullable() })
export type LogThreads = z.infer<typeof LogThreads>

const Throughput = z.array(z.number().int())

/** A run as storage keeps it; times are epoch ms. */
export interface StoredRun {
  id: RunId
  kind: Run['kind']
  scope: Run['scope']
  projectId: ProjectId | null
  projectTitle: string | null
  state: RunState
  reason: RunReason | null
  detail: string | null
  startedBy: string
  startedAt: number
  endedAt: number | null
  /** Null for runs nobody asked this console for. */
  idempotencyKey: IdempotencyKey | null
  xnatCall: XnatCall
  threads: number | null
  expected: number | null
  counts: RunCounts
  /** How the log names this run, once it is known there. */
  logKey: string | null
  logSource: string | null
  startCursors: Cursors | null
  endCursors: Cursors | null
  lastLineAt: number | null
  /** Of the viewer plugin, as XNAT listed it before the start. */
  pluginVersion: string | null
  /** Which threads of the log are this run's. */
  logThreads: LogThreads | null
  /** Sessions finished per minute, the last hour of the run. */
  throughput: number[]
}

type Mutable = Omit<
  StoredRun,
  'id' | 'kind' | 'scope' | 'projectId' | 'startedBy' | 'startedAt' | 'endedAt' | 'idempotencyKey' | 'state'
>

/** What may change in a run; leave out what stays. A state here is an open one: ending has its own method. */
export type RunPatch = Partial<Mutable> & { state?: OpenRunState }
export type RunEnding = Partial<Mutable> & { state: ClosedRunState; endedAt: number }

const json = (value: unknown) => (value == null ? null : JSON.stringify(value))

export function toRow(run: StoredRun): Insertable<RunsTable> {
  return {
    id: run.id,
    active: isOpen(run.state) ? 1 : null,
    kind: run.kind,
    scope: run.scope,
    project_id: run.projectId,
    project_title: storable(run.projectTitle),
    state: run.state,
    reason: run.reason,
    detail: storable(run.detail),
    started_by: run.startedBy,
    started_at: run.startedAt,
    ended_at: run.endedAt,
    idempotency_key: run.idempotencyKey,
    call_outcome: run.xnatCall.outcome,
    call_status: run.xnatCall.status,
    call_after_ms: run.xnatCall.afterMs,
    threads: run.threads,
    expected: run.expected,
    counts: JSON.stringify(run.counts),
    log_key: run.logKey,
    log_source: run.logSource,
    start_cursor: json(run.startCursors),
    end_cursor: json(run.endCursors),
    last_line_at: run.lastLineAt,
    plugin_version: run.pluginVersion,
    log_threads: json(run.logThreads),
    throughput: JSON.stringify(run.throughput),
  }
}

/** Only the columns the patch names. */
export function patchToRow(patch: RunPatch | RunEnding): Updateable<RunsTable> {
  const { xnatCall, counts, startCursors, endCursors } = patch
  const row: Updateable<RunsTable> = {
    state: patch.state,
    reason: patch.reason,
    project_title: patch.projectTitle === undefined ? undefined : storable(patch.projectTitle),
    detail: patch.detail === undefined ? undefined : storable(patch.detail),
    call_outcome: xnatCall?.outcome,
    call_status: xnatCall?.status,
    call_after_ms: xnatCall?.afterMs,
    threads: patch.threads,
    expected: patch.expected,
    counts: counts && JSON.stringify(counts),
    log_key: patch.logKey,
    log_source: patch.logSource,
    start_cursor: startCursors === undefined ? undefined : json(startCursors),
    end_cursor: endCursors === undefined ? undefined : json(endCursors),
    last_line_at: patch.lastLineAt,
    plugin_version: patch.pluginVersion,
    log_threads: patch.logThreads === undefined ? undefined : json(patch.logThreads),
    throughput: patch.throughput && JSON.stringify(patch.throughput),
  }
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined))
}

export function fromRow(row: Selectable<RunsTable>): StoredRun {
  return {
    id: row.id,
    kind: row.kind,
    scope: row.scope,
    projectId: row.project_id,
    projectTitle: row.project_title,
    state: row.state,
    reason: row.reason,
    detail: row.detail,
    startedBy: row.started_by,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    idempotencyKey: row.idempotency_key,
    xnatCall: { outcome: row.call_outcome, status: row.call_status, afterMs: row.call_after_ms },
    threads: row.threads,
    expected: row.expected,
    counts: RunCounts.parse(JSON.parse(row.counts)),
    logKey: row.log_key,
    logSource: row.log_source,
    startCursors: row.start_cursor === null ? null : Cursors.parse(JSON.parse(row.start_cursor)),
    endCursors: row.end_cursor === null ? null : Cursors.parse(JSON.parse(row.end_cursor)),
    lastLineAt: row.last_line_at,
    pluginVersion: row.plugin_version,
    logThreads: row.log_threads === null ? null : LogThreads.parse(JSON.parse(row.log_threads)),
    throughput: Throughput.parse(JSON.parse(row.throughput)),
  }
}
