import { isOpen, LogProblem, type LogSight, type Run, type RunCounts } from '@ohif-admin/contracts'
import type { Translate } from '../../i18n/translate.ts'
import { readPreference } from '../../lib/preferences.ts'
import { LONG_NAME, shortText } from '../../lib/short-text.ts'
import { duration, roughSpan, shortTime } from '../../lib/time.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { finishedOutcome, notQueued, runWord } from './run-outcome.ts'

export interface Words {
  t: Translate
  locale: string
}

type Target = Pick<Run, 'scope' | 'projectId' | 'projectTitle' | 'targetId' | 'targetLabel' | 'parent'>

/** What is being rebuilt: the whole site, a project by its title, or a part of one. */
export function runTarget(run: Target, t: Translate): string {
  const title = run.projectTitle ?? run.projectId
  const project = title === null ? null : visibleText(title)
  if (run.scope === 'site') return t('run.target.site')
  if (run.scope === 'list') return listTarget(run, project, t)
  const name = visibleText(run.targetLabel ?? run.targetId ?? t('common.notKnown'))
  if (run.scope === 'subject' || run.scope === 'session')
    return t(`run.target.${run.scope}`, { name, project: project ?? t('common.notKnown') })
  return project ?? t('run.target.unknown')
}

function listTarget({ parent }: Target, project: string | null, t: Translate): string {
  if (parent) return t(`run.target.${parent.take}`, { project: project ?? t('run.target.earlier') })
  return project === null ? t('run.target.list') : t('run.target.listOf', { project })
}

/** The one sentence of fact about a run, as it is now. */
export function runSentence(run: Run, words: Words): string {
  const { t } = words
  const target = shortText(runTarget(run, t))
  const parts = () => partsOf(run, words)
  const word = runWord(run)
  if (word === 'not-visible' || word === 'stopping')
    return t(`run.sentence.${word}`, { target, parts: parts(), why: logSightSentence(run.log, t) })
  switch (run.state) {
    case 'starting':
      return t('run.sentence.starting', { target })
    case 'discovering':
      return run.counts.total
        ? t('run.sentence.discovering-found', { target, count: run.counts.total })
        : t('run.sentence.discovering', { target })
    case 'queued':
      return queuedSentence(run, target, words)
    case 'waiting':
      return t('run.sentence.waiting', { target, parts: parts(), why: waitingWords(run, t) })
    case 'finished':
      return finishedSentence(run, target, t)
    default:
      return t(`run.sentence.${run.state}`, { target, parts: parts(), why: reasonSentence(run, t) })
  }
}

/** How far the run is, and while it works how long it still takes or how long it has been silent. */
function partsOf({ counts, state, timeLeft, stalled }: Run, { t, locale }: Words): string {
  const working = state === 'running'
  return join([
    storedPart(counts, t, isOpen(state)),
    ...countParts(counts, t),
    working && timeLeft && t('run.part.left', { span: roughSpan(timeLeft.minMs, timeLeft.maxMs, locale) }),
    working && stalled && t('run.part.silentFor', { span: duration(stalled.silentMs, locale) }),
  ])
}

function queuedSentence({ queue, startedBy }: Run, target: string, { t, locale }: Words): string {
  const { notBefore = null, position = '–', waitsForSignIn = null } = queue ?? {}
  if (waitsForSignIn) return t('run.sentence.queued-sign-in', { target, name: visibleText(startedBy) })
  if (notBefore === null || Date.parse(notBefore) <= Date.now())
    return t('run.sentence.queued', { target, position })
  const time = shortTime(new Date(notBefore), new Date(), readPreference('zone'), locale)
  return t('run.sentence.queued-time', { target, time })
}

/** What a waiting guided run waits for: `for XNAT to answer again`. */
export function waitingWords({ guided, startedBy }: Pick<Run, 'guided' | 'startedBy'>, t: Translate): string {
  const waitingFor = guided?.waitingFor ?? null
  return waitingFor === null ? '' : t(`run.waitingFor.${waitingFor}`, { name: visibleText(startedBy) })
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

/** Why the run's progress can or cannot be seen. */
export function logSightSentence(log: LogSight, t: Translate): string {
  if (log.state === 'ok') return t('log.sight.ok')
  if (log.state === 'none') return t('log.sight.none')
  const known = LogProblem.safeParse(log.problem)
  return known.success ? t(`log.problem.${known.data}`) : t('log.sight.unreadable')
}
