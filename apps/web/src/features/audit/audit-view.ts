import { AuditFilter, AuditResult, AuditSeq } from '@ohif-admin/contracts'
import type { AuditParams } from './audit-params.ts'

export interface AuditView {
  filter: AuditFilter
  entry: number | null
}

/** What an address asks for; what it says wrongly is left out. */
export function viewOf({ entry, ...params }: AuditParams): AuditView {
  const filter = Object.fromEntries(
    Object.entries(params).filter(([name, value]) => AuditFilter.safeParse({ [name]: value }).success),
  )
  return { filter, entry: AuditSeq.safeParse(entry).data ?? null }
}

export function paramsOf({ filter, entry }: AuditView): AuditParams {
  return { ...filter, entry: entry === null ? undefined : String(entry) } as AuditParams
}

export const RESULTS = AuditResult.options

/** An instant as a field for date and time writes it, in the zone the reader chose; empty for none. */
export function fieldOf(instant: string | undefined, utc: boolean): string {
  if (instant === undefined) return ''
  const date = new Date(instant)
  const shifted = utc ? date : new Date(date.getTime() - date.getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, 16)
}

/** What such a field says, as an instant; undefined for an empty or half-filled one. */
export function instantOf(field: string, utc: boolean): string | undefined {
  const date = new Date(utc ? `${field}Z` : field)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}
