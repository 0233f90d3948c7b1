import { type Answer, escapeHtml, html } from '../http/answers.ts'
import type { Call } from '../http/call.ts'

/** A row of a listing: every value is a string, null is the empty string. */
export type Row = Record<string, string>

/** The `ResultSet` envelope; `totalRecords` is a string and counts the rows returned. */
export function listing(call: Call, rows: readonly Row[], meta: Row = {}, withTotal = true): Answer {
  // Without format=json the answer depends on Accept and is a page for people.
  if (call.query.get('format') !== 'json') return htmlTable(rows)
  const total: Row = withTotal ? { totalRecords: String(rows.length) } : {}
  return jsonText({ ResultSet: { Result: rows, ...meta, ...total } })
}

/** The table of aliases that `?fields=` gives instead of data. */
export function aliasTable(call: Call, aliases: Readonly<Record<string, string>>): Answer {
  return listing(
    call,
    Object.entries(aliases).map(([key, xpath]) => ({ key, xpath })),
  )
}

export function jsonText(value: unknown): Answer {
  return { status: 200, type: 'application/json', body: JSON.stringify(value) }
}

function htmlTable(rows: readonly Row[]): Answer {
  const names = Object.keys(rows[0] ?? {})
  const head = names.map((name) => `<th>${escapeHtml(name)}</th>`).join('')
  const body = rows
    .map((row) => `<tr>${names.map((name) => `<td>${escapeHtml(row[name] ?? '')}</td>`).join('')}</tr>`)
    .join('\n')
  return html(200, `<html><body><table>\n<tr>${head}</tr>\n${body}\n</table></body></html>`)
}

/** Sorts the returned rows by returned column names (`sortBy=a,b`, `sortOrder=DESC`). */
export function sortRows(call: Call, rows: Row[]): Row[] {
  const names = call.query.get('sortBy')?.split(',') ?? []
  if (names.length === 0) return rows
  const sign = call.query.get('sortOrder')?.toUpperCase() === 'DESC' ? -1 : 1
  return rows.toSorted((a, b) => {
    for (const name of names) {
      const order = (a[name] ?? '').localeCompare(b[name] ?? '')
      if (order !== 0) return sign * order
    }
    return 0
  })
}

/** The page asked for, undefined when none was; throws RangeError for anything that is not a number. */
export function pageOf(call: Call, supported: boolean): { limit: number; offset: number } | undefined {
  const limit = call.query.get('limit')
  const offset = call.query.get('offset')
  if (!supported || (limit === null && offset === null)) return undefined
  return {
    limit: limit === '*' ? Number.POSITIVE_INFINITY : wholeNumber(limit ?? '100'),
    offset: wholeNumber(offset ?? '0'),
  }
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new RangeError(`For input string: "${text}"`)
  return Number(text)
}
