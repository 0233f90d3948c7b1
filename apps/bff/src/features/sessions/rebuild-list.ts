import type { RunBrief, RunId, RunSession, SessionRebuild } from '@ohif-admin/contracts'
import type { LoggedBuild } from '../../lib/logged-build.ts'

/** A session in a run, as the person who asks may see it. */
export interface SeenInRun {
  /** Also of a run that may not be seen: it finds the run's lines and is not told. */
  runId: RunId
  run: RunBrief
  session: RunSession
}

interface Given {
  runs: readonly SeenInRun[]
  builds: readonly LoggedBuild[]
  /** Minutes the clock of a log's stamps is ahead of UTC; null where nobody knows. */
  offsetOf: (source: string) => number | null
  /** The log's own words and the names in it are for site admins. */
  isAdmin: boolean
}

/** Lines come a moment before and after what this console notes of a call. */
const SLACK_MS = 5_000

/** Every time the data of a session was made or was to be made, newest first: what a run knows, and what only the log does. */
export function listRebuilds({ runs, builds, offsetOf, isAdmin }: Given): SessionRebuild[] {
  const left = new Set(builds)
  const ofRuns = runs.map(({ runId, run, session }) => {
    const build = buildOf(runId, run, left, offsetOf)
    if (build) left.delete(build)
    return fromRun(run, session, build, offsetOf)
  })
  const alone = [...left].map((build) => fromLog(build, offsetOf, isAdmin))
  return [...ofRuns, ...alone].sort((a, b) => timeOf(b) - timeOf(a))
}

/** The lines that a run left of this session: those it is known to have written, or those of a call at its time. */
function buildOf(runId: RunId, run: RunBrief, left: ReadonlySet<LoggedBuild>, offsetOf: Given['offsetOf']) {
  const from = Date.parse(run.startedAt) - SLACK_MS
  const to = run.endedAt === null ? Number.POSITIVE_INFINITY : Date.parse(run.endedAt) + SLACK_MS
  const candidates = [...left]
  return (
    candidates.find((build) => build.runId === runId) ??
    candidates.findLast((build) => {
      const at = instantOf(build, offsetOf)
      const fits = run.kind === 'guided' ? build.by === 'session-call' : build.by === 'bulk-call'
      return build.runId === null && fits && at !== null && at >= from && at <= to
    })
  )
}

function fromRun(
  run: RunBrief,
  session: RunSession,
  build: LoggedBuild | undefined,
  offsetOf: Given['offsetOf'],
): SessionRebuild {
  const at = build ? instantOf(build, offsetOf) : null
  return {
    by: 'run',
    run,
    verdict: session.verdict,
    evidence: session.evidence,
    reason: session.reason,
    trigger: null,
    user: null,
    began: build?.began ?? session.beganAt,
    ended: build?.ended ?? session.endedAt,
    at: at === null ? run.startedAt : new Date(at).toISOString(),
    empty: build?.empty ?? [],
    cursor: build?.cursor ?? null,
  }
}

function fromLog(build: LoggedBuild, offsetOf: Given['offsetOf'], isAdmin: boolean): SessionRebuild {
  const at = instantOf(build, offsetOf)
  const { by, outcome, began, ended, empty, cursor, trigger } = build
  return {
    by,
    run: null,
    verdict: outcome,
    evidence: outcome === 'failed' ? 'explicit-error' : null,
    reason: isAdmin ? build.reason : null,
    trigger,
    user: isAdmin ? build.user : null,
    began,
    ended,
    at: at === null ? null : new Date(at).toISOString(),
    empty,
    cursor,
  }
}

/** Of a stamp without a known zone only the order can be guessed. */
function timeOf({ at, began, ended }: SessionRebuild): number {
  return at === null ? (utc(began ?? ended) ?? 0) : Date.parse(at)
}

function instantOf({ began, ended, source }: LoggedBuild, offsetOf: Given['offsetOf']): number | null {
  const offset = offsetOf(source)
  const at = utc(began ?? ended)
  return offset === null || at === null ? null : at - offset * 60_000
}

function utc(stamp: string | null): number | null {
  if (stamp === null) return null
  const at = Date.parse(`${stamp.replace(' ', 'T').replace(',', '.')}Z`)
  return Number.isNaN(at) ? null : at
}
