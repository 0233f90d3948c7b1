import type { Impact } from '@ohif-admin/contracts'
import type { Translate } from '../../../i18n/translate.ts'
import { AT_MOST, roughSpan } from '../../../lib/time.ts'
import { visibleText } from '../../../lib/visible-text.ts'
import type { Tone } from '../../../ui/tone.ts'
import { logSightSentence, runTarget } from '../run-sentences.ts'

export interface ImpactFact {
  key: string
  tone: Tone
  text: string
}

/** What the run would rebuild, by name. */
export function impactTarget(impact: Impact, t: Translate): string {
  return runTarget({ ...impact, parent: null }, t)
}

/** Whether this person can start it. Whether XNAT has the plugin may be unknown; then XNAT itself will tell. */
export function mayBeStarted({ sessions, plugin, refusal }: Impact): boolean {
  return refusal === null && sessions !== 0 && plugin !== 'missing'
}

/** Whether the run would wait before it starts. */
export function wouldWait({ activeRunId, queued }: Impact): boolean {
  return activeRunId !== null || queued > 0
}

/** What a rebuild will do, one sentence each, said before it is started. */
export function impactFacts(impact: Impact, t: Translate, locale: string): ImpactFact[] {
  const { sessions, plugin } = impact
  if (plugin === 'missing') return [{ key: 'plugin', tone: 'attention', text: t('impact.noPlugin') }]
  if (sessions === 0) return [{ key: 'what', tone: 'neutral', text: t(`impact.nothing.${impact.scope}`) }]
  return [
    whatFact(impact, t),
    ...exceptions(impact, t),
    ...costFacts(impact, t),
    timeFact(impact, t, locale),
    ...queueFacts(impact, t),
    logFact(impact, t),
  ]
}

function whatFact({ kind, data, sessions, xnatCalls }: Impact, t: Translate): ImpactFact {
  const calls = t('impact.calls', { count: xnatCalls })
  const verb = data === 'dicomweb' ? 'index' : kind === 'guided' ? 'guided' : 'what'
  if (sessions === null) return { key: 'what', tone: 'unknown', text: t('impact.whatUnknown', { calls }) }
  return { key: 'what', tone: 'neutral', text: t(`impact.${verb}`, { count: sessions, calls }) }
}

/** Sessions of the list that may not be rebuilt with the others. */
function exceptions({ notOwned, notEditable }: Impact, t: Translate): ImpactFact[] {
  return [
    notOwned > 0 && { key: 'shared', text: t('impact.notOwned', { count: notOwned }) },
    notEditable > 0 && { key: 'notEditable', text: t('impact.notEditable', { count: notEditable }) },
  ].flatMap((fact) => (fact ? [{ ...fact, tone: 'attention' as const }] : []))
}

/** What cannot be undone, or what it costs others. */
function costFacts({ kind, scope }: Impact, t: Translate): ImpactFact[] {
  if (kind === 'guided') return [{ key: 'control', tone: 'neutral', text: t('impact.control') }]
  const cancel: ImpactFact = { key: 'cancel', tone: 'attention', text: t('impact.noCancel') }
  return scope === 'site' ? [cancel, { key: 'heavy', tone: 'attention', text: t('impact.heavy') }] : [cancel]
}

function timeFact({ estimate }: Impact, t: Translate, locale: string): ImpactFact {
  if (!estimate) return { key: 'time', tone: 'unknown', text: t('impact.noTime') }
  const span = roughSpan(estimate.minMs, estimate.maxMs, locale)
  const rate = estimate.perMinute < 10 ? estimate.perMinute : Math.round(estimate.perMinute)
  const text = span.startsWith(AT_MOST)
    ? t('impact.timeLess', { span: span.slice(AT_MOST.length), rate })
    : t('impact.time', { span, rate })
  return { key: 'time', tone: 'neutral', text }
}

/** Whom it waits for, and who would wait for it. */
function queueFacts({ activeRunId, queued, othersAffected, kind }: Impact, t: Translate): ImpactFact[] {
  const facts: ImpactFact[] = []
  if (activeRunId !== null || queued > 0)
    facts.push({
      key: 'queue',
      tone: 'attention',
      text: queued > 0 ? t('impact.queued', { count: queued }) : t('impact.waits'),
    })
  if (othersAffected.length > 0)
    facts.push({
      key: 'others',
      tone: 'attention',
      text: t('impact.others', { names: othersAffected.map(visibleText).join(', ') }),
    })
  else if (kind === 'bulk') facts.push({ key: 'others', tone: 'neutral', text: t('impact.lock') })
  return facts
}

function logFact({ log, kind }: Impact, t: Translate): ImpactFact {
  if (log.state === 'ok') return { key: 'log', tone: 'neutral', text: t('impact.logVisible') }
  const why = logSightSentence(log, t)
  const key = kind === 'guided' ? 'impact.logNotVisibleGuided' : 'impact.logNotVisible'
  return { key: 'log', tone: 'attention', text: t(key, { why }) }
}
