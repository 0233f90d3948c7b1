import type { Impact } from '@ohif-admin/contracts'
import type { Translate } from '../../i18n/translate.ts'
import { AT_MOST, roughSpan } from '../../lib/time.ts'
import type { Tone } from '../../ui/tone.ts'
import { logSightSentence } from './run-sentences.ts'

interface ImpactFact {
  key: 'plugin' | 'what' | 'shared' | 'cancel' | 'time' | 'log'
  tone: Tone
  text: string
}

/** Whether there is anything to start. Whether XNAT has the plugin may be unknown; then XNAT itself will tell. */
export function mayBeStarted({ sessions, plugin }: Impact): boolean {
  return sessions > 0 && plugin !== 'missing'
}

/** What a rebuild will do, one sentence each, said before it is started. */
export function impactFacts(impact: Impact, t: Translate, locale: string): ImpactFact[] {
  const { sessions, notOwned, plugin, xnatCalls, estimate, log } = impact
  if (sessions === 0) return [{ key: 'what', tone: 'neutral', text: t('impact.nothing') }]
  if (plugin === 'missing') return [{ key: 'plugin', tone: 'attention', text: t('impact.noPlugin') }]
  const shared: ImpactFact[] =
    notOwned > 0
      ? [{ key: 'shared', tone: 'attention', text: t('impact.notOwned', { count: notOwned }) }]
      : []
  return [
    {
      key: 'what',
      tone: 'neutral',
      text: t('impact.what', { count: sessions, calls: t('impact.calls', { count: xnatCalls }) }),
    },
    ...shared,
    { key: 'cancel', tone: 'attention', text: t('impact.noCancel') },
    estimate
      ? { key: 'time', tone: 'neutral', text: timeSentence(estimate, t, locale) }
      : { key: 'time', tone: 'unknown', text: t('impact.noTime') },
    log.state === 'ok'
      ? { key: 'log', tone: 'neutral', text: t('impact.logVisible') }
      : { key: 'log', tone: 'attention', text: t('impact.logNotVisible', { why: logSightSentence(log, t) }) },
  ]
}

function timeSentence(
  { minMs, maxMs, perMinute }: NonNullable<Impact['estimate']>,
  t: Translate,
  locale: string,
) {
  const span = roughSpan(minMs, maxMs, locale)
  const rate = Math.round(perMinute)
  return span.startsWith(AT_MOST)
    ? t('impact.timeLess', { span: span.slice(AT_MOST.length), rate })
    : t('impact.time', { span, rate })
}
