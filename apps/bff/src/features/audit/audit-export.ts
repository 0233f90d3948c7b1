import type { AuditDetail } from '@ohif-admin/contracts'
import { CSV_START, csvLines } from '../../lib/csv.ts'
import type { AuditedRow } from '../../storage/audit-rows.ts'
import { detailOf } from './audit-row.ts'

const COLUMNS = [
  'seq',
  'at',
  'ended_at',
  'actor',
  'address',
  'action',
  'target',
  'result',
  'code',
  'count',
  'event',
  'reason',
  'before',
  'after',
  'after_confirmed',
  'request_id',
  'hash',
]

type Parts = AsyncIterable<readonly AuditedRow[]>

/** One record an action. Values of `before` and `after` are JSON. */
export async function* exportCsv(parts: Parts): AsyncGenerator<string> {
  yield `${CSV_START}${csvLines([COLUMNS])}`
  for await (const part of parts) yield csvLines(part.map((row) => recordOf(detailOf(row))))
}

/** One array; each element is an `AuditDetail` on a line of its own. */
export async function* exportJson(parts: Parts): AsyncGenerator<string> {
  let between = '[\n'
  for await (const part of parts) {
    yield part.map((row) => `${takeBetween()}${JSON.stringify(detailOf(row))}`).join('')
  }
  yield between === '[\n' ? '[]\n' : '\n]\n'

  function takeBetween(): string {
    const taken = between
    between = ',\n'
    return taken
  }
}

function recordOf(row: AuditDetail): (string | number | null)[] {
  return [
    row.seq,
    row.at,
    row.endedAt,
    row.actor,
    row.address,
    row.action,
    row.target,
    row.result,
    row.code,
    row.count,
    row.event,
    row.reason,
    json(row.beforeValue),
    json(row.afterValue),
    row.afterValue === undefined ? null : String(row.confirmed),
    row.requestId,
    row.entries.at(-1)?.hash ?? null,
  ]
}

const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value))
