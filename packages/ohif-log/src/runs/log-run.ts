import type { LogScope } from '../meaning/event.ts'

/**
 * `unknown`: the log cannot say. It is a last word like `done` and `failed`, except in a run of plugin 2.1,
 * whose lines carry no ids: there a session may leave it again.
 */
export type LogSessionState = 'waiting' | 'in-work' | 'done' | 'failed' | 'unknown'

/** Proof of a failure, strongest first. */
export type FailureEvidence =
  /** An error was logged on the session's thread. */
  | 'explicit-error'
  /** The thread began another session without a done line for this one. */
  | 'superseded-on-thread'
  /** Begun, but the run ended without a done line. */
  | 'no-done-line-at-end'
  /** Never begun although the run took it; before plugin 3.7 that can only be a failure. */
  | 'no-line-before-3.7'

export interface LogSession {
  id: string
  /** Place in the run's queue, from 0. */
  position: number
  state: LogSessionState
  /** Its stored document was copied; DICOM was not read. */
  migrated: boolean
  evidence: FailureEvidence | null
  /** The log's own words. */
  reason: string | null
  thread: string | null
  beganAt: string | null
  endedAt: string | null
  tookMs: number | null
  /** How many sessions of the run had an outcome line before this one; null when it has none. */
  outcomeOrder: number | null
  /** Plugin 2.1 only: the failure's line carries no id, so the session is inferred from the order of the queue. */
  idInferred: boolean
}

/**
 * `completed`: the end line was seen; it says nothing about single sessions.
 * `failed`: the request itself ended in an error. `lost`: the end will never be seen (see `lostBecause`).
 */
export type LogRunOutcome = 'running' | 'completed' | 'failed' | 'lost'

export interface LogRunCounts {
  /** Sessions this run is known to have; the sum of done, failed, unknown, inFlight and notStarted. */
  total: number
  /** Stored, the migrated ones included. */
  done: number
  /** Those of `done` whose old document was copied. */
  migrated: number
  failed: number
  /** Those of `failed` for which the log has no error: proven by what is missing. */
  silent: number
  unknown: number
  inFlight: number
  notStarted: number
}

/** What a DICOMweb run says about its sessions: it has no done lines. */
export interface DicomwebCounts {
  enumerated: number
  notSupported: number
  scanned: number
}

export interface LogRun {
  /** `${fileKey}:${startOffset}`: the same bytes always give the same key. */
  key: string
  kind: 'bulk' | 'session' | 'dicomweb'
  /** Null while it is not known: the log was read from the middle of the run, and only its end line tells. */
  scope: LogScope | null
  /** Project, subject or session as the caller wrote it; null for the whole site, and while not known. */
  target: string | null
  /** The file and the byte offset of the run's first line. */
  fileKey: string
  startOffset: number
  /** The file and the byte offset of the line that ended the run; null while it runs. */
  endFileKey: string | null
  endOffset: number | null
  /** Empty while it is not known. */
  requestThread: string
  /** N of `pool-N-thread-M`, once bound. */
  pool: number | null
  startedAt: string | null
  endedAt: string | null
  /** By the printed stamps; null when the clock went backwards. */
  durationMs: number | null
  outcome: LogRunOutcome
  /** The error the request ended with, in the log's own words. */
  error: string | null
  lostBecause: 'restart' | 'superseded' | null
  restartSeenAt: string | null
  threads: number | null
  /** Length of the queue, repeated ids counted; null when the run's beginning was not seen. */
  total: number | null
  /** False while the queue may still grow: before the first session begins, and always in plugin 2.1. */
  totalIsFinal: boolean
  /** The request was seen, the queue was not: XNAT is loading its list of experiments. */
  discovering: boolean
  /** Queue order. Made when read, from the run's state at that moment; for a large run this is the costly part. */
  readonly sessions: readonly LogSession[]
  counts: LogRunCounts
  dicomweb: DicomwebCounts | null
  /** Stamp of the last record on one of the run's threads. */
  lastStamp: string | null
  /** Bytes of the log were skipped during the run, so that a missing line proves nothing. */
  gap: boolean
}

export interface LogChange {
  run: LogRun
  /** The run was not part of an earlier change. */
  opened: boolean
  /** The sessions that changed since the last take; made when read. */
  readonly sessions: readonly LogSession[]
}

/** A session built outside any run: a viewer's visit, or an event of XNAT. */
export interface OtherGeneration {
  id: string
  trigger: 'viewer' | 'event'
  thread: string
  done: boolean
  /** `lost`: the server restarted first. */
  state: 'in-work' | 'done' | 'failed' | 'lost'
  migrated: boolean
  beganAt: string | null
  endedAt: string | null
  reason: string | null
  /** For an event: who caused it and which one it was. */
  user: string | null
  event: string | null
}
