import type { LogCursor, LogPage, LogRow } from '@ohif-admin/contracts'
import type { Query } from '../../lib/api.ts'
import { EMPTY_WINDOW, type LogWindow } from './log-window.ts'

export const PAGE_ROWS = 200

/** Where to begin to read. */
export type LogTarget = { at: 'end' } | { at: 'cursor'; cursor: LogCursor } | { at: 'time'; time: string }

export interface LogReaderState {
  /** While loading, the rows of the view before stay. */
  phase: 'loading' | 'ready' | 'failed'
  error: unknown
  window: LogWindow
  note: LogPage['note']
  /** The row to bring into sight. */
  anchor: LogCursor | null
  /** Grows each time the list has to go to `anchor`, or to the end when there is none. */
  turn: number
  following: boolean
  /** Rows that came since the end was left; null when nobody can say how many match. */
  fresh: Fresh | null
  before: EdgeState
  after: EdgeState
}

export interface Fresh {
  count: number
  /** There may be more: some came so fast, or while the connection was broken, that nobody counted them. */
  atLeast: boolean
}

export const NONE_FRESH: Fresh = { count: 0, atLeast: false }

/** `tired`: many answers in a row had no match, so the reader is asked whether to go on. */
export type EdgeState = 'idle' | 'loading' | 'tired' | 'failed'

export const FIRST_STATE: LogReaderState = {
  phase: 'loading',
  error: null,
  window: EMPTY_WINDOW,
  note: null,
  anchor: null,
  turn: 0,
  following: true,
  fresh: NONE_FRESH,
  before: 'idle',
  after: 'idle',
}

/** The query that opens the log at a place. */
export function placeOf(target: LogTarget): Query {
  if (target.at === 'end') return { side: 'before', limit: PAGE_ROWS }
  return target.at === 'cursor'
    ? { cursor: target.cursor, side: 'around', limit: PAGE_ROWS }
    : { time: target.time, side: 'around', limit: PAGE_ROWS }
}

/** Where to stand when the row that was asked for is not among those that match. */
export function middleOf(rows: readonly LogRow[]): LogCursor | null {
  return rows[Math.floor(rows.length / 2)]?.cursor ?? null
}
