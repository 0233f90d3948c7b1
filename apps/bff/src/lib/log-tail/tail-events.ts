import type { LogProblem, LogSourceState } from '@ohif-admin/contracts'
import type { LogPosition } from './cursor.ts'

/**
 * Why reading begins at a place: the first file; the next one after the daily roll; the same file after its content
 * was cut or rewritten; another file under the live name; a stored position.
 */
export type FileReason = 'start' | 'rotated' | 'truncated' | 'replaced' | 'resumed'

/** Why bytes were not read. */
export type GapReason = 'truncated' | 'replaced' | LogProblem

/** Something a reader of the log must see between two lines. */
export type TailMarker =
  /** Bytes that were not read; `bytes` is null when nobody can say how many, none included. */
  | { readonly type: 'gap'; readonly bytes: number | null; readonly reason: GapReason }
  /** The position asked for is no longer on disk; reading starts at the live file instead. */
  | ({ readonly type: 'gone' } & LogPosition)

/** Whether the log can be read. `waiting`: nothing there to read yet. */
export type TailState = Pick<LogSourceState, 'state' | 'problem'>

/** Who receives the bytes of a tail, in order. */
export interface TailListener {
  /**
   * At most 256 KB of the file announced last; `at` is the place of the first byte. The next chunk waits
   * for the promise, if it gives one. The bytes may be kept but not changed.
   */
  onChunk(chunk: Uint8Array, at: LogPosition): unknown
  /** The next bytes come from this file at this offset. */
  onFile(fileKey: string, offset: number, why: FileReason): void
  onMarker(marker: TailMarker): void
  /** Only when it differs from the last one told. */
  onState(state: TailState): void
  /** Everything there is has been handed on: once at the beginning, then after each run of chunks. */
  onCaughtUp?(): void
  /** A callback threw; the tail has stopped. Without this the exception is an unhandled rejection. */
  onFailed?(error: unknown): void
}

/** What a reader tells its tail. */
export type ReaderListener = Pick<TailListener, 'onChunk' | 'onFile' | 'onMarker' | 'onState'>
