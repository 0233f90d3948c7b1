import { foldText, GuidedFacts, isActive, RunCounts, Verification } from '@ohif-admin/contracts'
import type { Insertable, Selectable, Updateable } from 'kysely'
import type { z } from 'zod'
import type { RunsTable } from './schema.ts'
import {
  Cursors,
  DicomwebFacts,
  LogThreads,
  Marks,
  type RunEnding,
  type RunPatch,
  type StoredRun,
  Throughput,
} from './stored-run.ts'
import { storable } from './text.ts'

export type { ClosedRunState, Cursors, RunEnding, RunPatch, StoredRun } from './stored-run.ts'
export { DISPATCH_SLOT } from './stored-run.ts'

/** 1 while sessions of the run are still to be asked for, null otherwise. */
const isVerifying = (verification: Verification | null) =>
  verification && verification.state !== 'done' ? 1 : null

const json = (value: unknown) => (value == null ? null : JSON.stringify(value))

const folded = (text: string | null) => text && storable(foldText(text))

const troubled = ({ failed, silentFailure, unknown }: RunCounts) => failed + silentFailure + unknown

/** What a list is searched and ordered by. */
function listedAs({ projectTitle, targetLabel, startedBy, counts }: StoredRun) {
  return {
    title_text: folded(projectTitle),
    label_text: folded(targetLabel),
    by_text: folded(startedBy),
    stored_count: counts.stored,
    troubled_count: troubled(counts),
  }
}

export function toRow(run: StoredRun): Insertable<RunsTable> {
  return {
    id: run.id,
    active: isActive(run.state) ? 1 : null,
    slot: run.slot,
    kind: run.kind,
    scope: run.scope,
    project_id: run.projectId,
    project_title: storable(run.projectTitle),
    data: run.data,
    target_id: run.targetId,
    target_label: storable(run.targetLabel),
    overwrite: run.overwrite ? 1 : 0,
    after_sign_out: run.afterSignOut ? 1 : 0,
    not_before: run.notBefore,
    queue_rank: run.queueRank,
    repeat: run.repeat,
    parent_id: run.parentId,
    parent_take: run.parentTake,
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
    guided: json(run.guided),
    verification: json(run.verification),
    dicomweb: json(run.dicomweb),
    longest_silence_ms: run.longestSilenceMs,
    marks: JSON.stringify(run.marks),
    verifying: isVerifying(run.verification),
    target_key: run.targetKey,
    ...listedAs(run),
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
    started_at: patch.startedAt,
    slot: patch.slot,
    not_before: patch.notBefore,
    queue_rank: patch.queueRank,
    repeat: patch.repeat,
    guided: patch.guided === undefined ? undefined : json(patch.guided),
    verification: patch.verification === undefined ? undefined : json(patch.verification),
    dicomweb: patch.dicomweb === undefined ? undefined : json(patch.dicomweb),
    longest_silence_ms: patch.longestSilenceMs,
    marks: patch.marks && JSON.stringify(patch.marks),
    verifying: patch.verification === undefined ? undefined : isVerifying(patch.verification),
    target_key: patch.targetKey,
    project_id: patch.projectId,
    scope: patch.scope,
    target_id: patch.targetId,
    target_label: patch.targetLabel === undefined ? undefined : storable(patch.targetLabel),
    title_text: patch.projectTitle === undefined ? undefined : folded(patch.projectTitle),
    label_text: patch.targetLabel === undefined ? undefined : folded(patch.targetLabel),
    stored_count: counts?.stored,
    troubled_count: counts && troubled(counts),
  }
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined))
}

function parsed<Type>(schema: z.ZodType<Type>, text: string | null): Type | null {
  return text === null ? null : schema.parse(JSON.parse(text))
}

export function fromRow(row: Selectable<RunsTable>): StoredRun {
  return {
    id: row.id,
    kind: row.kind,
    scope: row.scope,
    projectId: row.project_id,
    projectTitle: row.project_title,
    data: row.data,
    targetId: row.target_id,
    targetLabel: row.target_label,
    overwrite: row.overwrite === 1,
    slot: row.slot,
    afterSignOut: row.after_sign_out === 1,
    notBefore: row.not_before,
    queueRank: row.queue_rank,
    repeat: row.repeat,
    parentId: row.parent_id,
    parentTake: row.parent_take,
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
    startCursors: parsed(Cursors, row.start_cursor),
    endCursors: parsed(Cursors, row.end_cursor),
    lastLineAt: row.last_line_at,
    pluginVersion: row.plugin_version,
    logThreads: parsed(LogThreads, row.log_threads),
    throughput: Throughput.parse(JSON.parse(row.throughput)),
    guided: parsed(GuidedFacts, row.guided),
    verification: parsed(Verification, row.verification),
    dicomweb: parsed(DicomwebFacts, row.dicomweb),
    longestSilenceMs: row.longest_silence_ms,
    marks: parsed(Marks, row.marks) ?? [],
    targetKey: row.target_key,
  }
}
