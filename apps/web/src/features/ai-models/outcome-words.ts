import type { LoadCause, LoadOutcome, LoadVerdict, ModelLoad, Removal } from '@ohif-admin/contracts'
import type { Translate } from '../../i18n/translate.ts'
import { visibleText } from '../../lib/visible-text.ts'
import type { Tone } from '../../ui/tone.ts'

const TONE: Record<LoadOutcome['verdict'], Tone> = {
  listed: 'good',
  changed: 'good',
  replaced: 'good',
  'same-entry': 'neutral',
  accepted: 'neutral',
  missing: 'bad',
  refused: 'bad',
  'not-sent': 'neutral',
  'cut-off': 'attention',
  unknown: 'attention',
}

/** How a load that is over looks. */
export const outcomeTone = ({ verdict }: LoadOutcome): Tone => TONE[verdict]

/** What was seen, why it ended early, what the server said, what its list shows: a sentence each. */
export function outcomeSentences(load: ModelLoad, outcome: LoadOutcome, t: Translate): string[] {
  const { verdict, cause, status, said, listed, reason } = outcome
  const name = visibleText(load.name)
  const uncertain =
    verdict !== 'listed' && verdict !== 'changed' && verdict !== 'missing' && verdict !== 'not-sent'
  return [
    t(`models.outcome.${verdict}`, { name }),
    ...(cause === null ? [] : [causeSentence(cause, verdict, t)]),
    ...(reason === null ? [] : [t(`servers.reason.${reason}`)]),
    ...(status !== null && verdict === 'refused' ? [answered(status, said, t)] : []),
    ...(status === 413 ? [t('models.tooLarge')] : []),
    ...(uncertain ? [t(`models.listed.${listed}`, { name })] : []),
  ]
}

function causeSentence(cause: LoadCause, verdict: LoadVerdict, t: Translate): string {
  return cause === 'interrupted' && verdict === 'not-sent'
    ? t('models.interruptedBefore')
    : t(`models.cause.${cause}`)
}

/** What became of a removal, a sentence each. */
export function removalSentences(name: string, removal: Removal, t: Translate): string[] {
  const { verdict, status, said, reason } = removal
  return [
    t(`models.removed.${verdict}`, { name: visibleText(name) }),
    ...(reason === null ? [] : [t(`servers.reason.${reason}`)]),
    ...(status !== null && verdict === 'refused' ? [answered(status, said, t)] : []),
  ]
}

function answered(status: number, said: string | null, t: Translate): string {
  return said === null
    ? t('models.answered', { status })
    : t('models.answeredWith', { status, said: visibleText(said) })
}
