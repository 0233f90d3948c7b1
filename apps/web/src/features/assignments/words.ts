import type { Assignment, CheckedEntry, EffectiveServerView } from '@ohif-admin/contracts'
import type { Translate } from '../../i18n/translate.ts'
import { visibleText } from '../../lib/visible-text.ts'
import type { Tone } from '../../ui/tone.ts'

export const HEALTH_TONE: Record<EffectiveServerView['health']['health'], Tone> = {
  ok: 'good',
  attention: 'attention',
  bad: 'bad',
  unknown: 'unknown',
  'not-checked': 'unknown',
}

/** What is wrong with an entry: why it may not be saved, else what the viewer makes of it. */
export function entryTroubles(
  { problems, trouble, origin, droppedPath }: CheckedEntry,
  t: Translate,
): string[] {
  if (problems.length > 0) return problems.map((problem) => t(`entry.problem.${problem}`))
  return trouble.map((one) =>
    t(`entry.trouble.${one}`, { origin: origin ?? '', path: visibleText(droppedPath ?? '') }),
  )
}

/** What the viewer does with the first entry, when that is not what the text says. */
export function viewerSentence({ origin, trouble }: CheckedEntry, t: Translate): string | null {
  if (origin === null) return t('entry.callsNothing')
  return trouble.length > 0 ? t('entry.calls', { origin }) : null
}

/** Why the list of a place cannot be shown, when it cannot. */
export function listProblem({ list, said }: Pick<Assignment, 'list' | 'said'>, t: Translate): string | null {
  if (list === 'set' || list === 'never-set') return null
  const sentence = t(`list.${list}`)
  return said === null ? sentence : `${sentence} ${t('list.said', { said: visibleText(said) })}`
}

export const sameList = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((text, index) => text === other[index])
