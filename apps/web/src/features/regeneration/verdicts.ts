import type { RunCounts, RunSession, Verdict } from '@ohif-admin/contracts'
import type { Translate } from '../../i18n/translate.ts'
import { visibleText } from '../../lib/visible-text.ts'
import type { Tone } from '../../ui/tone.ts'

export const VERDICT_TONE: Record<Verdict, Tone> = {
  stored: 'good',
  migrated: 'attention',
  failed: 'bad',
  'silent-failure': 'bad',
  unknown: 'unknown',
  'in-work': 'running',
  waiting: 'neutral',
}

export function countOf(counts: RunCounts, verdict: Verdict): number {
  switch (verdict) {
    case 'silent-failure':
      return counts.silentFailure
    case 'in-work':
      return counts.inWork
    default:
      return counts[verdict]
  }
}

/** Why a session has its verdict; empty when the verdict needs no reason. */
export function evidenceSentence({ verdict, evidence, reason }: RunSession, t: Translate): string {
  if (reason !== null && evidence === 'explicit-error')
    return t('evidence.in-words', { reason: visibleText(reason) })
  if (reason !== null && evidence === 'http-error')
    return t('evidence.http-in-words', { reason: visibleText(reason) })
  if (verdict === 'stored' && evidence === 'log-not-seen') return t('evidence.by-answer')
  if (evidence !== null) return t(`evidence.${evidence}`)
  return verdict === 'migrated' ? t('evidence.migrated') : ''
}
