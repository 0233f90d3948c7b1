import type { RunState, SessionRebuild } from '@ohif-admin/contracts'
import type { Translate } from '../../i18n/translate.ts'
import { exactTime, type Zone } from '../../lib/time.ts'
import { visibleText } from '../../lib/visible-text.ts'
import type { Tone } from '../../ui/tone.ts'

export interface Words {
  t: Translate
  locale: string
  zone: Zone
}

const TONE: Record<SessionRebuild['verdict'], Tone> = {
  stored: 'good',
  migrated: 'attention',
  failed: 'bad',
  'silent-failure': 'bad',
  unknown: 'unknown',
  'in-work': 'running',
  waiting: 'neutral',
  'no-end': 'unknown',
}

export const toneOf = ({ verdict }: Pick<SessionRebuild, 'verdict'>): Tone => TONE[verdict]

export function verdictWord({ verdict }: Pick<SessionRebuild, 'verdict'>, t: Translate): string {
  return verdict === 'no-end' ? t('sessionPage.verdict.no-end') : t(`verdict.${verdict}`)
}

export const stateWord = (state: RunState, t: Translate): string =>
  state === 'finished' ? t('sessionPage.finished') : t(`run.word.${state}`)

/** What rebuilt it, and who caused that where it is known: `Guided run, started by owner`. */
export function bySentence(
  { by, run, trigger, user }: Pick<SessionRebuild, 'by' | 'run' | 'trigger' | 'user'>,
  t: Translate,
): string {
  if (by === 'run' && run) {
    const kind = t(`sessionPage.by.${run.kind}`)
    return run.startedBy === null
      ? kind
      : t('sessionPage.by.startedBy', { by: kind, name: visibleText(run.startedBy) })
  }
  const what =
    by === 'event' && trigger !== null
      ? t('sessionPage.by.eventNamed', { trigger })
      : t(`sessionPage.by.${by === 'run' ? 'unknown' : by}`)
  return user === null ? what : t('sessionPage.by.user', { by: what, user: visibleText(user) })
}

/** When it was: with its zone where that is known, else as the log stamps it. */
export function whenText({ at, began, ended }: SessionRebuild, { t, locale, zone }: Words): string {
  if (at !== null) return exactTime(new Date(at), zone, locale)
  return t('sessionPage.last.stamp', { stamp: began ?? ended ?? '?' })
}

/** Why the verdict is what it is; empty when it needs no reason. */
export function whyText({ verdict, evidence, reason }: SessionRebuild, t: Translate): string {
  if (verdict === 'no-end') return t('sessionPage.noEnd')
  if (reason !== null && reason !== '')
    return t(evidence === 'http-error' ? 'evidence.http-in-words' : 'sessionPage.last.reason', {
      reason: visibleText(reason),
    })
  if (evidence !== null)
    return verdict === 'stored' && evidence === 'log-not-seen'
      ? t('evidence.by-answer')
      : t(`evidence.${evidence}`)
  return verdict === 'migrated' ? t('evidence.migrated') : ''
}
