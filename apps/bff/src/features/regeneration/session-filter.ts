import type { RunSession, Verdict } from '@ohif-admin/contracts'
import { hadNothingToDo } from './tally.ts'

interface Wanted {
  verdicts: readonly Verdict[] | undefined
  search: string
  /** Looks in session ids only. */
  idsOnly: boolean
  offset: number
  limit: number
}

/** A page of the sessions of a run that goes on; `total` counts all that match. */
export function matchingSessions(
  sessions: readonly RunSession[],
  { verdicts, search, idsOnly, offset, limit }: Wanted,
): { rows: RunSession[]; total: number } {
  if (!verdicts && search === '')
    return { rows: sessions.slice(offset, offset + limit), total: sessions.length }
  const wanted = search.toLowerCase()
  const rows: RunSession[] = []
  let total = 0
  for (const session of sessions) {
    if (!fits(session, verdicts) || !says(session, wanted, idsOnly)) continue
    if (total >= offset && rows.length < limit) rows.push(session)
    total += 1
  }
  return { rows, total }
}

function fits(session: RunSession, verdicts: readonly Verdict[] | undefined): boolean {
  return !verdicts || (verdicts.includes(session.verdict) && !hadNothingToDo(session))
}

function says({ sessionId, label, subjectLabel }: RunSession, wanted: string, idsOnly: boolean): boolean {
  if (wanted === '') return true
  const texts = idsOnly ? [sessionId] : [sessionId, label, subjectLabel]
  return texts.some((text) => text?.toLowerCase().includes(wanted))
}
