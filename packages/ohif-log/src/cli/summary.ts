import type { LogFold } from '../fold.ts'
import type { LogRun, LogSession } from '../runs/log-run.ts'
import { evidenceOf } from './report.ts'

/** Sessions named per list before the rest is only counted. */
const MAX_NAMED = 20

/** Above this share of unknown records a reader should doubt the counts. */
const SUSPICIOUS_SHARE = 0.01

/** A run in a few lines for a terminal. */
export function summarise(run: LogRun): string {
  const lines = [`${titleOf(run)}  ${spanOf(run)}`, `  ${outcomeOf(run)}`, `  ${countsOf(run)}`]
  if (run.kind === 'dicomweb') return `${lines.join('\n')}\n`
  const { sessions } = run
  lines.push(
    ...list(
      'failed',
      sessions.filter(({ state }) => state === 'failed'),
      (session) => `${evidenceOf(session)}${session.reason === null ? '' : `: ${visible(session.reason)}`}`,
    ),
    ...list(
      'unknown',
      sessions.filter(({ state }) => state === 'unknown'),
    ),
    ...list(
      'in work',
      sessions.filter(({ state }) => state === 'in-work'),
      ({ thread, beganAt }) =>
        `since ${beganAt ?? 'before the log begins'} on ${thread ?? 'an unknown thread'}`,
    ),
    ...list(
      'copied, not rebuilt',
      sessions.filter(({ migrated, state }) => migrated && state === 'done'),
    ),
  )
  return `${lines.join('\n')}\n`
}

/** One line for a change of a run while it is followed. */
export function headline(run: LogRun): string {
  return `${run.lastStamp ?? ''}  ${titleOf(run)}: ${run.outcome}, ${countsOf(run)}\n`
}

/** What the log holds besides runs. */
export function summariseRest(fold: LogFold): string {
  const { total, viewer, event } = fold.otherGenerationCounts
  const lines: string[] = []
  if (total > 0)
    lines.push(`${total} sessions built outside of runs: ${viewer} by viewers, ${event} by events`)
  if (fold.restarts > 0) lines.push(`${fold.restarts} starts of the server`)
  if (fold.unrecognized > 0) {
    const doubt =
      fold.unrecognized > fold.records * SUSPICIOUS_SHARE ? ', so the counts may be incomplete' : ''
    lines.push(`${fold.unrecognized} of ${fold.records} records not recognised${doubt}:`)
    for (const { logger, count } of fold.unrecognizedByLogger().slice(0, MAX_NAMED)) {
      lines.push(`  ${count}  ${visible(logger)}`)
    }
  }
  return lines.map((line) => `${line}\n`).join('')
}

function titleOf({ kind, scope, target }: LogRun): string {
  const what = kind === 'dicomweb' ? 'DICOMweb data of ' : ''
  if (scope === null) return `${what}a run whose start is not in the log`
  return `${what}${scope === 'site' ? 'the whole site' : `${scope} ${visible(target ?? '')}`}`
}

function spanOf({ startedAt, endedAt, durationMs }: LogRun): string {
  const took = durationMs === null ? '' : ` (${(durationMs / 1000).toFixed(1)} s)`
  return `${startedAt ?? '?'} to ${endedAt ?? '?'}${took}`
}

function outcomeOf(run: LogRun): string {
  switch (run.outcome) {
    case 'completed':
      return 'the request finished'
    case 'failed':
      return `the request failed: ${run.error === null ? 'no error in the log' : visible(run.error)}`
    case 'lost':
      return run.lostBecause === 'restart'
        ? `the server was restarted: seen ${run.restartSeenAt}, last line of the run ${run.lastStamp}`
        : 'its end is not in the log: another run began'
    case 'running':
      return run.discovering
        ? 'running: the server is listing sessions'
        : `running: no end in the log so far, last line ${run.lastStamp}`
  }
}

function countsOf(run: LogRun): string {
  const { counts, dicomweb } = run
  if (dicomweb) {
    return `${dicomweb.enumerated} queued, ${dicomweb.notSupported} not supported, ${dicomweb.scanned} scanned`
  }
  const total =
    run.total === null ? 'number queued unknown' : `${run.total} queued${run.totalIsFinal ? '' : ' so far'}`
  const parts = [
    `${counts.done} done${counts.migrated > 0 ? ` (${counts.migrated} copied)` : ''}`,
    `${counts.failed} failed${counts.silent > 0 ? ` (${counts.silent} without an error)` : ''}`,
    `${counts.unknown} unknown`,
    `${counts.inFlight} in work`,
    `${counts.notStarted} waiting`,
  ]
  return `${total}: ${parts.join(', ')}`
}

function list(
  title: string,
  sessions: readonly LogSession[],
  detail: (session: LogSession) => string = () => '',
): string[] {
  const named = sessions
    .slice(0, MAX_NAMED)
    .map((session) => `  ${title}: ${visible(session.id)}  ${detail(session)}`)
  const rest = sessions.length - named.length
  if (rest > 0) named.push(`  ${title}: and ${rest} more`)
  return named.map((line) => line.trimEnd())
}

/** Log text is foreign text: nothing in it may steer the terminal. */
function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  )
}
