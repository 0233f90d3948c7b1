import { isOpen, LogProblem, type LogSight, type Run, type RunCounts } from '@ohif-admin/contracts'
import type { Translate } from '../../i18n/translate.ts'
import { LONG_NAME, shortText } from '../../lib/short-text.ts'
import { duration, roughSpan } from '../../lib/time.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { finishedOutcome, notQueued, runWord } from './run-outcome.ts'

interface Words {
  t: Translate
  locale: string
}

/** What is being rebuilt: the project's title, else its id, else the whole site. */
export function runTarget(run: Pick<Run, 'scope' | 'projectId' | 'projectTitle'>, t: Translate): string {
  const name = run.projectTitle ?? run.projectId
  return name === null ? t('run.target.site') : visibleText(name)
}

/** The one sentence of fact about a run, as it is now. */
export function runSentence(run: Run, { t, locale }: Words): string {
  const target = shortText(runTarget(run, t))
  const parts = () => join([storedPart(run.counts, t, isOpen(run.state)), ...countParts(run.counts, t)])
  if (isOpen(run.state) && run.log.state !== 'ok') {
    return t('run.sentence.not-visible', { target, why: logSightSentence(run.log, t) })
  }
  switch (run.state) {
    case 'starting':
      return t('run.sentence.starting', { target })
    case 'discovering':
      return run.counts.total
        ? t('run.sentence.discovering-found', { target, count: run.counts.total })
        : t('run.sentence.discovering', { target })
    case 'running': {
      const left =
        run.timeLeft &&
        t('run.part.left', { span: roughSpan(run.timeLeft.minMs, run.timeLeft.maxMs, locale) })
      return t('run.sentence.running', { target, parts: join([parts(), left]) })
    }
    case 'finished':
      return finishedSentence(run, target, t)
    default:
      return t(`run.sentence.${run.state}`, { target, parts: parts(), why: reasonSentence(run, t) })
  }
}

/** The sentence for a page's head. A long name would push the state out of sight, so the state comes before it. */
export function runHeadline(run: Run, words: Words): string {
  const sentence = runSentence(run, words)
  return runTarget(run, words.t).length > LONG_NAME ? `${stateWord(run, words.t)} · ${sentence}` : sentence
}

/** What stands in the browser's tab, of which often only the beginning is seen. */
export function runDocumentTitle(run: Run, words: Words): string {
  return `${stateWord(run, words.t)} · ${runSentence(run, words)} · OHIF Admin`
}

const stateWord = (run: Run, t: Translate) => t(`run.word.${runWord(run)}`)

function finishedSentence(run: Run, target: string, t: Translate): string {
  const { counts } = run
  const outcome = finishedOutcome(run)
  if (outcome === 'empty') return t('run.sentence.finished-empty', { target })
  if (outcome === 'all-stored') return t('run.sentence.finished-all-stored', { target, count: counts.stored })
  if (outcome === 'failures') {
    const failures = [
      counts.failed > 0 && t('run.part.failure', { count: counts.failed }),
      counts.silentFailure > 0 && t('run.part.silentFailure', { count: counts.silentFailure }),
    ]
      .filter(Boolean)
      .join(` ${t('common.andWord')} `)
    const rest = join([
      storedPart(counts, t),
      migratedPart(counts, t),
      unknownPart(counts, t),
      notQueuedPart(run, t),
    ])
    return t('run.sentence.finished-failures', { target, failures, rest })
  }
  return t('run.sentence.finished-other', {
    target,
    parts: join([
      storedPart(counts, t),
      migratedPart(counts, t),
      unknownPart(counts, t),
      openPart(counts, t),
      notQueuedPart(run, t),
    ]),
  })
}

function storedPart({ stored, total }: RunCounts, t: Translate, open = false): string {
  if (total !== null) return t('run.part.stored-of', { stored, total })
  return t(open ? 'run.part.stored-so-far' : 'run.part.stored', { count: stored })
}

const migratedPart = ({ migrated }: RunCounts, t: Translate) =>
  migrated > 0 && t('run.part.migrated', { count: migrated })
const failedPart = ({ failed }: RunCounts, t: Translate) =>
  failed > 0 && t('run.part.failed', { count: failed })
const silentPart = ({ silentFailure }: RunCounts, t: Translate) =>
  silentFailure > 0 && t('run.part.silent', { count: silentFailure })
const unknownPart = ({ unknown }: RunCounts, t: Translate) =>
  unknown > 0 && t('run.part.unknown', { count: unknown })

function openPart({ inWork, waiting, total }: RunCounts, t: Translate) {
  if (total === null) return t('run.part.total-unknown')
  return inWork + waiting > 0 && t('run.part.no-verdict', { count: inWork + waiting })
}

function notQueuedPart(run: Run, t: Translate) {
  const missing = notQueued(run)
  return missing > 0 && t('run.part.not-queued', { count: missing })
}

function countParts(counts: RunCounts, t: Translate) {
  return [migratedPart(counts, t), failedPart(counts, t), silentPart(counts, t), unknownPart(counts, t)]
}

function join(parts: readonly (string | false | null)[]): string {
  return parts.filter(Boolean).join(', ')
}

/** Why a run did not do its work; empty when there is nothing to add. */
export function reasonSentence({ reason }: Pick<Run, 'reason'>, t: Translate): string {
  return reason === null ? '' : t(`run.reason.${reason}`)
}

/** What came of the one call to XNAT. A status is noted, never taken for success or failure. */
export function xnatCallSentence(run: Run, { t, locale }: Words): string {
  const { outcome, status, afterMs } = run.xnatCall
  const after = afterMs === null ? '' : duration(afterMs, locale)
  const open = isOpen(run.state)
  switch (outcome) {
    case 'pending':
      return t(open ? 'run.call.pending' : 'run.call.pending-ended')
    case 'answered':
      return t(`run.call.${answerKind(status)}`, { status: status ?? '?', after })
    case 'not-known':
      return t(run.kind === 'adopted' ? 'run.call.adopted' : 'run.call.not-known')
    case 'gateway-timeout':
      return t(`run.call.${gatewayKind(run)}`, { status: status ?? '?', after })
    default:
      return t(`run.call.${outcome}${open ? '' : '-ended'}` as const, { status: status ?? '?', after })
  }
}

/** Statuses by which a gateway says that it waited too long; by any other it may never have reached XNAT. */
const GAVE_UP: readonly (number | null)[] = [null, 408, 504, 524]

/** Whether XNAT works on is what the log shows, never what the gateway says. */
function gatewayKind({ state, log, xnatCall }: Run) {
  const kind = GAVE_UP.includes(xnatCall.status) ? 'gateway-timeout' : 'gateway-error'
  if (!isOpen(state)) return `${kind}-ended` as const
  return state !== 'starting' && log.state === 'ok' ? (`${kind}-goes-on` as const) : kind
}

function answerKind(status: number | null) {
  if (status === 423) return 'locked'
  return status !== null && status < 300 ? 'answered' : 'answered-error'
}

/** Why the run's progress can or cannot be seen. */
export function logSightSentence(log: LogSight, t: Translate): string {
  if (log.state === 'ok') return t('log.sight.ok')
  if (log.state === 'none') return t('log.sight.none')
  const known = LogProblem.safeParse(log.problem)
  return known.success ? t(`log.problem.${known.data}`) : t('log.sight.unreadable')
}
