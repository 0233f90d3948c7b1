import type { Impact } from '@ohif-admin/contracts'
import type { Translate } from '../../i18n/translate.ts'
import { roughSpan } from '../../lib/time.ts'
import type { Tone } from '../../ui/tone.ts'
import { logSightSentence } from './run-sentences.ts'

interface ImpactFact {
  key: 'what' | 'cancel' | 'time' | 'log'
  tone: Tone
  text: string
}

/** What a rebuild will do, one sentence each, said before it is started. */
export function impactFacts(impact: Impact, t: Translate, locale: string): ImpactFact[] {
  const { sessions, xnatCalls, estimate, log } = impact
  return [
    {
      key: 'what',
      tone: 'neutral',
      text: t('impact.what', { count: sessions, calls: t('impact.calls', { count: xnatCalls }) }),
    },
    { key: 'cancel', tone: 'attention', text: t('impact.noCancel') },
    estimate
      ? {
          key: 'time',
          tone: 'neutral',
          text: t('impact.time', {
            span: roughSpan(estimate.minMs, estimate.maxMs, locale),
            rate: Math.round(estimate.perMinute),
          }),
        }
      : { key: 'time', tone: 'unknown', text: t('impact.noTime') },
    log.state === 'ok'
      ? { key: 'log', tone: 'neutral', text: t('impact.logVisible') }
      : { key: 'log', tone: 'attention', text: t('impact.logNotVisible', { why: logSightSentence(log, t) }) },
  ]
}
