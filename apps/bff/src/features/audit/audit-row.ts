import { type AuditChainEntry, type AuditDetail, AuditResult, type AuditRow } from '@ohif-admin/contracts'
import type { AuditEntry } from '../../storage/audit.ts'
import type { AuditedRow } from '../../storage/audit-rows.ts'

/** A list shows the beginning of a value; the whole one is in the details. */
const SHORT = 160

type Said = Readonly<Record<string, unknown>>

/** One action as the list shows it. Never throws: an entry that was tampered with is shown as far as it can be. */
export function rowOf({ head, outcome }: AuditedRow): AuditRow {
  const wanted = saidOf(head)
  const known = saidOf(outcome)
  return {
    seq: head.seq,
    at: instant(head.at),
    endedAt: outcome && outcome !== head ? instant(outcome.at) : null,
    actor: head.actor,
    address: head.actorAddress,
    action: head.action,
    target: head.subject,
    result: AuditResult.safeParse(outcome === null ? 'open' : outcome.outcome).data ?? 'unknown',
    code: textOf(known['code']),
    count: typeof known['count'] === 'number' && known['count'] >= 1 ? Math.floor(known['count']) : 1,
    event: outcome?.event ?? head.event,
    reason: textOf(wanted['reason']) ?? textOf(known['reason']),
    before: short(valueIn('before', wanted, known)),
    after: short(valueIn('after', wanted, known)),
    requestId: head.requestId,
  }
}

/** One action with everything that is written of it. */
export function detailOf(row: AuditedRow): AuditDetail {
  const { head, outcome } = row
  const [wanted, known] = [saidOf(head), saidOf(outcome)]
  const [beforeValue, afterValue] = [valueIn('before', wanted, known), valueIn('after', wanted, known)]
  return {
    ...rowOf(row),
    ...(beforeValue === undefined ? {} : { beforeValue }),
    ...(afterValue === undefined ? {} : { afterValue }),
    confirmed: outcome !== head && known['after'] !== undefined,
    entries: [head, ...(outcome && outcome !== head ? [outcome] : [])].map(chainEntry),
  }
}

/** What was read afterwards stands before what was asked for. */
function valueIn(name: 'before' | 'after', wanted: Said, known: Said): unknown {
  return known[name] === undefined ? wanted[name] : known[name]
}

function chainEntry({
  seq,
  at,
  phase,
  outcome,
  event,
  detail,
  previousHash,
  hash,
}: AuditEntry): AuditChainEntry {
  return {
    seq,
    at: instant(at),
    phase: phase === 'outcome' ? 'outcome' : 'intent',
    outcome: AuditResult.safeParse(outcome).data ?? null,
    event,
    detail,
    previousHash,
    hash,
  }
}

function saidOf(entry: AuditEntry | null): Said {
  const detail = entry?.detail
  return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? (detail as Said) : {}
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : null)

function short(value: unknown): string | null {
  if (value === undefined) return null
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > SHORT ? `${text.slice(0, SHORT).toWellFormed()}…` : text
}

/** Times beyond what a date can be come from tampering only. */
function instant(at: number): string {
  const date = new Date(at)
  return (Number.isNaN(date.getTime()) ? new Date(0) : date).toISOString()
}
