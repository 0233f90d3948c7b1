import { stringify } from 'csv-stringify/sync'

/** Some spreadsheets read a file without this mark in the code page of the machine. */
export const CSV_START = '\uFEFF'

/**
 * Records as RFC 4180 writes them. A field that a spreadsheet would take for a formula begins with an apostrophe: what
 * others typed must not run where an administrator opens it.
 */
export function csvLines(records: readonly (readonly (string | number | null)[])[]): string {
  return stringify(
    records.map((record) => [...record]),
    // Either of the two by itself ends a line for some readers.
    { record_delimiter: 'windows', escape_formulas: true, quoted_match: /[\r\n]/ },
  )
}
