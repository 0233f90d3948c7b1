type Cell = string | number | null

/** What a spreadsheet takes for the beginning of a formula. A label or a log line may begin like that. */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/
const NEEDS_QUOTES = /[",\r\n]/

/** Tells spreadsheets that the text is UTF-8; the rest of the world skips it. */
export const CSV_START = '\uFEFF'

/** One line of comma-separated values, RFC 4180. Text that a spreadsheet would run is made text by an apostrophe. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(encode).join(',')}\r\n`
}

function encode(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const safe = FORMULA.test(cell) ? `'${cell}` : cell
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
