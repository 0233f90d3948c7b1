import type { LogRun, LogSession, LogSessionState, OtherGeneration } from '../runs/log-run.ts'

interface FailedId {
  id: string
  evidence: string
}

/** One metadata run as `--json` prints it. The optional fields are there only when they say something. */
export interface ReportedRun {
  scope: LogRun['scope']
  target: string | null
  startedAt: string | null
  endedAt: string | null
  durationMs: number | null
  outcome: LogRun['outcome']
  threads: number | null
  total: number | null
  done: number
  failed: number
  unknown: number
  inFlight: number
  notStarted: number
  /** In the order in which they ended; the other lists are in the order of the queue. */
  doneIds: string[]
  failedIds: FailedId[]
  unknownIds: string[]
  inFlightIds: string[]
  notStartedIds: string[]
  migrated?: true
  migratedIds?: string[]
  error?: string
  restartSeenAt?: string | null
  lastLineAt?: string | null
  totalIsFinal?: false
}

export interface ReportedDicomwebRun {
  scope: LogRun['scope']
  target: string | null
  startedAt: string | null
  endedAt: string | null
  enumerated: number
  notSupported: number
  scanned: number
}

export interface Report {
  runs: ReportedRun[]
  dicomwebRuns?: ReportedDicomwebRun[]
  otherGeneration: Pick<OtherGeneration, 'id' | 'trigger' | 'thread' | 'done'>[]
  unrecognized: number
}

export function toReport(
  runs: readonly LogRun[],
  otherGeneration: readonly OtherGeneration[],
  unrecognized: number,
): Report {
  const dicomwebRuns = runs.flatMap((run) => (run.kind === 'dicomweb' ? [reportDicomweb(run)] : []))
  return {
    runs: runs.filter(({ kind }) => kind !== 'dicomweb').map(reportRun),
    ...(dicomwebRuns.length > 0 && { dicomwebRuns }),
    otherGeneration: otherGeneration.map(({ id, trigger, thread, done }) => ({ id, trigger, thread, done })),
    unrecognized,
  }
}

export function reportRun(run: LogRun): ReportedRun {
  const { sessions, counts } = run
  const ids = (state: LogSessionState) =>
    sessions.filter((session) => session.state === state).map(({ id }) => id)
  const done = sessions.filter(({ state }) => state === 'done').toSorted(byOutcome)
  return {
    scope: run.scope,
    target: run.target,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    durationMs: run.durationMs,
    outcome: run.outcome,
    threads: run.threads,
    total: run.total,
    done: counts.done,
    failed: counts.failed,
    unknown: counts.unknown,
    inFlight: counts.inFlight,
    notStarted: counts.notStarted,
    doneIds: done.map(({ id }) => id),
    failedIds: sessions.filter(({ state }) => state === 'failed').map(reportFailure),
    unknownIds: ids('unknown'),
    inFlightIds: ids('in-work'),
    notStartedIds: ids('waiting'),
    ...migration(run, done),
    ...(run.error !== null && { error: run.error }),
    ...(run.lostBecause === 'restart' && { restartSeenAt: run.restartSeenAt, lastLineAt: run.lastStamp }),
    ...(!run.totalIsFinal && { totalIsFinal: false as const }),
  }
}

export function reportDicomweb(run: LogRun): ReportedDicomwebRun {
  const { scope, target, startedAt, endedAt, dicomweb } = run
  return {
    scope,
    target,
    startedAt,
    endedAt,
    ...(dicomweb ?? { enumerated: 0, notSupported: 0, scanned: 0 }),
  }
}

/** The words for a failure's proof. */
export function evidenceOf({ evidence, idInferred }: LogSession): string {
  return `${evidence}${idInferred ? '; id inferred from queue order' : ''}`
}

function reportFailure(session: LogSession): FailedId {
  return { id: session.id, evidence: evidenceOf(session) }
}

function migration(run: LogRun, done: readonly LogSession[]) {
  const migrated = done.filter((session) => session.migrated)
  if (migrated.length === 0) return {}
  return run.kind === 'session' ? { migrated: true as const } : { migratedIds: migrated.map(({ id }) => id) }
}

function byOutcome(a: LogSession, b: LogSession): number {
  return (a.outcomeOrder ?? 0) - (b.outcomeOrder ?? 0)
}
