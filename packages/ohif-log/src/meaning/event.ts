export type LogScope = 'site' | 'project' | 'subject' | 'session'

/** What a request builds: the viewer's metadata, or (from plugin 3.7) the DICOMweb index of microscopy sessions. */
export type LogTask = 'metadata' | 'dicomweb'

/** What one record says, by itself. What follows from several records is the business of the fold. */
export type LogEvent =
  | { kind: 'run-requested'; task: LogTask; scope: LogScope; target: string | null }
  | { kind: 'run-completed'; task: LogTask; scope: LogScope; target: string | null }
  | { kind: 'threads-counted'; task: LogTask; threads: number }
  | { kind: 'session-found'; task: LogTask; sessionId: string }
  /** Plugin 2.1 names only the folder here, so there the id is null. */
  | { kind: 'session-began'; sessionId: string | null }
  /** Begin of a session whose stored document is copied: DICOM is not read. */
  | { kind: 'session-migrating'; sessionId: string }
  | { kind: 'session-stored'; sessionId: string }
  /** Reading or writing failed. The record names no session: its thread tells which one. */
  | { kind: 'session-failed' }
  | { kind: 'session-refused'; sessionId: string; project: string }
  | { kind: 'dicomweb-unsupported'; sessionId: string }
  | { kind: 'dicomweb-scanning'; path: string }
  | { kind: 'request-failed'; error: string }
  /** The check of rights with which the plugin begins most requests. */
  | { kind: 'request-checked'; detail: string }
  | { kind: 'rebuild-triggered'; sessionId: string; user: string | null; trigger: string | null }
  | { kind: 'rebuild-failed'; error: string }
  | { kind: 'started-up'; component: string }
  /** The tree of a session's DICOM content (before 3.5), with patient name, birth date and id in its lines. */
  | { kind: 'dicom-tree' }
  /** A known record without effect on a run. `value` is its variable part: paths, labels, user names. */
  | { kind: 'noted'; name: string; value: string }
  | { kind: 'unrecognized'; message: string }

export type LogEventKind = LogEvent['kind']
