import type { LogCursor, LogPage, LogPlace, LogRow } from '@ohif-admin/contracts'

/**
 * A piece of the log without holes, of bounded length: what the page holds of a history of any size. Immutable.
 * `before` and `after` are where to read on; they are null only while nothing has been read.
 */
export interface LogWindow {
  readonly rows: readonly LogRow[]
  readonly before: LogCursor | null
  readonly after: LogCursor | null
  readonly moreBefore: boolean
  readonly moreAfter: boolean
}

/** Some hundred screens: more than anybody scrolls back by hand, little enough to be cheap. */
export const KEEP_ROWS = 5000

/** So much longer the window may grow while it follows the end. */
const LIVE_SLACK = 1.2

export const EMPTY_WINDOW: LogWindow = {
  rows: [],
  before: null,
  after: null,
  moreBefore: false,
  moreAfter: false,
}

type Page = Pick<LogPage, 'rows' | 'before' | 'after' | 'moreBefore' | 'moreAfter'>

export function windowOf(page: Page): LogWindow {
  const { rows, before, after, moreBefore, moreAfter } = page
  return trimStart({ rows: unknownTo([], rows), before, after, moreBefore, moreAfter }, KEEP_ROWS)
}

/** The window with an earlier page in front; what is too much at the end is let go and can be read again. */
export function addBefore(window: LogWindow, page: Page, keep = KEEP_ROWS): LogWindow {
  const rows = [...unknownTo(window.rows, page.rows), ...window.rows]
  return trimEnd({ ...window, rows, before: page.before ?? window.before, moreBefore: page.moreBefore }, keep)
}

/** The window with a later page behind; what is too much at the start is let go and can be read again. */
export function addAfter(window: LogWindow, page: Page, keep = KEEP_ROWS): LogWindow {
  const rows = [...window.rows, ...unknownTo(window.rows, page.rows)]
  return trimStart({ ...window, rows, after: page.after ?? window.after, moreAfter: page.moreAfter }, keep)
}

interface LiveOptions {
  following: boolean
  /** Behind the last of the new rows. */
  place?: LogPlace | undefined
  keep?: number
}

/** The rows, and those that have got more lines since in their present form. */
export function regrown(rows: readonly LogRow[], grown: readonly LogRow[]): LogRow[] {
  const now = new Map(grown.map((row) => [rowKey(row), row]))
  return rows.map((row) => now.get(rowKey(row)) ?? row)
}

/**
 * The window with rows that were just written. Somebody who reads further up must not lose rows at the start: the
 * window then lets go of the log's end instead, and `moreAfter` says so.
 */
export function addLive(
  window: LogWindow,
  added: readonly LogRow[],
  { following, place, keep = KEEP_ROWS }: LiveOptions,
): LogWindow {
  const fresh = unknownTo(window.rows, added)
  if (fresh.length === 0 || window.moreAfter) return window
  if (!following && window.rows.length + fresh.length > keep) return { ...window, moreAfter: true }
  const rows = [...window.rows, ...fresh]
  const next = { ...window, rows, after: place ?? rows.at(-1)?.cursor ?? window.after }
  // Many at once: with every row that goes, all others get another place.
  return rows.length > keep * LIVE_SLACK ? trimStart(next, keep) : next
}

/** The rows of `added` that are not in `rows`, each once: two answers may overlap at their edges. */
function unknownTo(rows: readonly LogRow[], added: readonly LogRow[]): LogRow[] {
  const known = new Set(rows.map(rowKey))
  return added.filter((row) => {
    const key = rowKey(row)
    if (known.has(key)) return false
    known.add(key)
    return true
  })
}

/** A marker stands at the same place as the row after it. */
export function rowKey(row: LogRow): string {
  return row.form === 'marker' ? `${row.kind} ${row.cursor}` : row.cursor
}

/** Where `cursor` stands in the window; -1 when it does not. A record is preferred to the marker before it. */
export function indexOfCursor(window: LogWindow, cursor: LogCursor): number {
  const record = window.rows.findIndex((row) => row.form === 'record' && row.cursor === cursor)
  return record >= 0 ? record : window.rows.findIndex((row) => row.cursor === cursor)
}

/** The next error from `from` on in the given direction, not `from` itself; -1 when the window has none. */
export function indexOfError(window: LogWindow, from: number, step: 1 | -1): number {
  for (let index = from + step; index >= 0 && index < window.rows.length; index += step) {
    const row = window.rows[index]
    if (row?.form === 'record' && row.level === 'ERROR') return index
  }
  return -1
}

function trimStart(window: LogWindow, keep: number): LogWindow {
  if (window.rows.length <= keep) return window
  const rows = window.rows.slice(window.rows.length - keep)
  return { ...window, rows, before: rows[0]?.cursor ?? window.before, moreBefore: true }
}

function trimEnd(window: LogWindow, keep: number): LogWindow {
  if (window.rows.length <= keep) return window
  const rows = window.rows.slice(0, keep)
  return { ...window, rows, after: rows.at(-1)?.cursor ?? window.after, moreAfter: true }
}
