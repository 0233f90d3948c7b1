import { LogCursor } from '@ohif-admin/contracts'

/** A place in the log of one source: which file (its identity) and how many bytes in. */
export interface LogPosition {
  readonly fileKey: string
  readonly offset: number
}

/** A place in the log of a named source. */
export interface SourcePosition extends LogPosition {
  readonly source: string
}

// Stricter than the contract, which leaves the key's length open: one place has one spelling.
const CURSOR = /^([A-Za-z0-9_.-]+):([a-f0-9]{16}):(0|[1-9]\d{0,14})$/

/** Writes a cursor. Throws when the source's name or the position cannot be part of one. */
export function formatCursor(source: string, { fileKey, offset }: LogPosition): LogCursor {
  const text = `${source}:${fileKey}:${offset}`
  if (!CURSOR.test(text)) throw new RangeError('not a place in a log')
  return LogCursor.parse(text)
}

/** Reads a cursor; null for any text that `formatCursor` cannot have written. */
export function parseCursor(text: string): SourcePosition | null {
  const [, source, fileKey, offset] = CURSOR.exec(text) ?? []
  if (!source || !fileKey || !offset || !LogCursor.safeParse(text).success) return null
  return { source, fileKey, offset: Number(offset) }
}
