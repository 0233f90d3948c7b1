import type { Run, RunSession } from '@ohif-admin/contracts'
import { CSV_START, csvLines } from '../../lib/csv.ts'

const COLUMNS = [
  'position',
  'session',
  'project',
  'label',
  'subject',
  'verdict',
  'evidence',
  'reason',
  'began',
  'ended',
  'took_ms',
] as const

/** The sessions of a run as a table for a spreadsheet. Stamps are the log's own: server-local, without a zone. */
export async function* exportCsv(
  sessions: AsyncIterable<readonly RunSession[]>,
): AsyncGenerator<string, void, void> {
  yield CSV_START + csvLines([COLUMNS])
  for await (const page of sessions) yield csvLines(page.map(cellsOf))
}

function cellsOf(session: RunSession) {
  const { position, sessionId, projectId, label, subjectLabel } = session
  const { verdict, evidence, reason, beganAt, endedAt, tookMs } = session
  return [
    position + 1,
    sessionId,
    projectId,
    label,
    subjectLabel,
    verdict,
    evidence,
    reason,
    beganAt,
    endedAt,
    tookMs,
  ]
}

/** The run and its sessions as one JSON document. */
export async function* exportJson(
  run: Run,
  sessions: AsyncIterable<readonly RunSession[]>,
): AsyncGenerator<string, void, void> {
  yield `{"run":${JSON.stringify(run)},"sessions":[`
  let before = ''
  for await (const page of sessions) {
    if (page.length === 0) continue
    yield before + page.map((session) => JSON.stringify(session)).join(',\n')
    before = ',\n'
  }
  yield ']}\n'
}
