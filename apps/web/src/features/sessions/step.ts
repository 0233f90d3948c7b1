import type { ListedSession, RunBrief } from '@ohif-admin/contracts'
import { errorSentence } from '../../ui/error-sentence.ts'
import type { Tone } from '../../ui/tone.ts'
import type { Asked, Checks } from './checks.ts'
import type { Words } from './words.ts'

export const STEPS = [
  'readable',
  'imaging',
  'scans',
  'metadata',
  'last',
  'events',
  'empty',
  'coming',
] as const
export type StepName = (typeof STEPS)[number]

/** One check with a verdict of its own, in words. */
export interface Step {
  name: StepName
  tone: Tone
  verdict: string
  /** What it rests on, and what it does not say. */
  notes: string[]
  /** Being checked at this moment, for the first time. */
  pending?: boolean
  /** Failed as a check: nothing is known. */
  failed?: boolean
  places?: readonly ListedSession[]
  runs?: readonly RunBrief[]
}

/** A step as it is found; its name says which. */
export type Found = Omit<Step, 'name'>

/** The step has no answer: it is on its way, it failed, or it could not be asked for. */
export function unanswered({ error }: Asked<unknown>, asked: boolean, { t }: Words): Found {
  if (error)
    return {
      tone: 'unknown',
      verdict: t('sessionPage.notMade'),
      notes: [t('sessionPage.notMadeWhy', { why: errorSentence(error, t) })],
      failed: true,
    }
  if (asked) return { tone: 'unknown', verdict: t('sessionPage.notMadeYet'), notes: [], pending: true }
  return { tone: 'unknown', verdict: t('sessionPage.notMade'), notes: [t('sessionPage.notMadeBefore')] }
}

/** Whether the steps after the first are asked for: the session is known, or may be yet. */
export const isAsked = ({ lookup }: Checks) => lookup.data === undefined || lookup.data.outcome === 'found'
