import { type FollowUpTake, isActive, isOpen, type Run } from '@ohif-admin/contracts'
import type { Translate } from '../../../i18n/translate.ts'
import type { Tone } from '../../../ui/tone.ts'
import { finishedOutcome, neverStarted, troubled } from '../run-outcome.ts'

type FollowUp = Run['followUps'][number]

/** Sessions of a run that another one can take up, and what became of those that were taken up. */
export interface Offer {
  take: FollowUpTake
  count: number
  /** The newest run that took them up; one that never began took up nothing. */
  latest: FollowUp | null
}

/** Runs that end like this may not have come to all of their sessions. */
const CUT_SHORT: readonly Run['state'][] = ['interrupted', 'stopped', 'failed', 'unknown']

/** What can be done about a run that is over; nothing while it goes on, or when it never began. */
export function offersOf(run: Pick<Run, 'state' | 'counts' | 'followUps'>): Offer[] {
  if (isOpen(run.state)) return []
  const { counts } = run
  const cutShort = CUT_SHORT.includes(run.state)
  const remaining = cutShort ? counts.waiting + counts.inWork + counts.unknown : 0
  // What a run did not come to is no failure: with something remaining, only proven failures are retried.
  const failed = remaining > 0 ? counts.failed + counts.silentFailure : troubled(counts)
  return [
    { take: 'remaining' as const, count: remaining },
    { take: 'failed' as const, count: failed },
    { take: 'migrated' as const, count: counts.migrated },
  ]
    .filter(({ count }) => count > 0)
    .map((offer) => ({ ...offer, latest: takenUpBy(run.followUps, offer.take) }))
}

const takenUpBy = (followUps: readonly FollowUp[], wanted: FollowUpTake) =>
  followUps.find((each) => each.take === wanted && (each.state === 'queued' || !neverStarted(each))) ?? null

/** What became of sessions that a later run took up. Only what is stored is good. */
export function followUpTone({ state, counts }: FollowUp): Tone {
  if (isActive(state)) return 'running'
  if (state === 'queued' || state === 'cancelled') return 'neutral'
  const outcome = finishedOutcome({ expected: null, counts })
  if (outcome === 'all-stored' && state === 'finished') return 'good'
  if (outcome === 'failures') return 'bad'
  return outcome === 'migrated' ? 'attention' : 'unknown'
}

/** `3 of 5 stored, 2 failed` */
export function followUpSentence({ state, counts }: FollowUp, t: Translate): string {
  if (state === 'queued') return t('followUp.queued')
  if (state === 'cancelled') return t('followUp.cancelled')
  const failed = counts.failed + counts.silentFailure
  const parts = [
    counts.total === null
      ? t('run.part.stored', { count: counts.stored })
      : t('run.part.stored-of', { stored: counts.stored, total: counts.total }),
    counts.migrated > 0 && t('run.part.migrated', { count: counts.migrated }),
    failed > 0 && t('run.part.failed', { count: failed }),
    counts.unknown > 0 && t('run.part.unknown', { count: counts.unknown }),
  ]
  const said = parts.filter(Boolean).join(', ')
  return isActive(state) ? t('followUp.active', { parts: said }) : said
}
