import type { LogRow } from '@ohif-admin/contracts'
import { visibleText } from '../../lib/visible-text.ts'
import { matchedParts, type TextPart, visibleParts } from './matched-parts.ts'
import type { FindAll } from './pattern.ts'

/** What is looked for, so far as it is shown. */
export interface Wanted {
  text: string
  matchCase: boolean
  /** For a pattern; null while its engine is on its way. */
  find: FindAll | null
}

interface RowParts {
  message: TextPart[]
  more: TextPart[]
}

type Record = Extract<LogRow, { form: 'record' }>

const found = new WeakMap<FindAll, WeakMap<Record, RowParts>>()

/** The message of a record and its further lines, with what is looked for apart from the rest. */
export function partsOfRow(row: Record, { text, matchCase, find }: Wanted): RowParts {
  if (find) return foundParts(row, find)
  const parts = (shown: string) => matchedParts(shown, text, matchCase)
  return { message: parts(visibleText(row.message)), more: parts(row.more.map(visibleText).join('\n')) }
}

/** A pattern may match across the parts of a record, so it is tried on the record as the log has it. */
function foundParts(row: Record, find: FindAll): RowParts {
  const known = found.get(find) ?? new WeakMap<Record, RowParts>()
  found.set(find, known)
  const before = known.get(row)
  if (before) return before
  const head = `${row.at} [${row.thread}] ${row.level.padEnd(5)} ${row.logger} - `
  const further = row.more.join('\n')
  const ranges = find(`${head}${row.message}\n${further}`)
  const partsFrom = (text: string, offset: number) =>
    visibleParts(
      text,
      ranges.map(([from, to]) => [Math.max(0, from - offset), Math.max(0, to - offset)]),
    )
  const parts = {
    message: partsFrom(row.message, head.length),
    more: partsFrom(further, head.length + row.message.length + 1),
  }
  known.set(row, parts)
  return parts
}
