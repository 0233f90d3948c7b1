import type { Run } from '@ohif-admin/contracts'
import { CSV_START, csvLines } from '../../lib/csv.ts'

type Parts = AsyncIterable<readonly Run[]>
type Cell = string | number | null

const COLUMNS: Readonly<Record<string, (run: Run) => Cell>> = {
  run: ({ id }) => id,
  kind: ({ kind }) => kind,
  data: ({ data }) => data,
  scope: ({ scope }) => scope,
  project: ({ projectId }) => projectId,
  project_title: ({ projectTitle }) => projectTitle,
  target: ({ targetId }) => targetId,
  target_label: ({ targetLabel }) => targetLabel,
  state: ({ state }) => state,
  reason: ({ reason }) => reason,
  detail: ({ detail }) => detail,
  started_by: ({ startedBy }) => startedBy,
  started_at: ({ startedAt }) => startedAt,
  ended_at: ({ endedAt }) => endedAt,
  took_ms: ({ startedAt, endedAt }) =>
    endedAt === null ? null : Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)),
  listed_before: ({ expected }) => expected,
  total: ({ counts }) => counts.total,
  stored: ({ counts }) => counts.stored,
  migrated: ({ counts }) => counts.migrated,
  failed: ({ counts }) => counts.failed,
  silent_failure: ({ counts }) => counts.silentFailure,
  unknown: ({ counts }) => counts.unknown,
  in_work: ({ counts }) => counts.inWork,
  waiting: ({ counts }) => counts.waiting,
  http_outcome: ({ xnatCall }) => xnatCall.outcome,
  http_status: ({ xnatCall }) => xnatCall.status,
  follows_run: ({ parent }) => parent?.runId ?? null,
  follows_with: ({ parent }) => parent?.take ?? null,
}

/** One record a run. Times are UTC; `total` is empty while XNAT has not said it. */
export async function* exportListCsv(parts: Parts): AsyncGenerator<string, void, void> {
  yield CSV_START + csvLines([Object.keys(COLUMNS)])
  const cells = Object.values(COLUMNS)
  for await (const runs of parts) yield csvLines(runs.map((run) => cells.map((cell) => cell(run))))
}

/** `{"runs": [...]}`; each run is on a line of its own. */
export async function* exportListJson(parts: Parts): AsyncGenerator<string, void, void> {
  yield '{"runs":[\n'
  let between = ''
  for await (const runs of parts) {
    if (runs.length === 0) continue
    yield between + runs.map((run) => JSON.stringify(run)).join(',\n')
    between = ',\n'
  }
  yield '\n]}\n'
}
