import type { GuidedFacts, GuidedSettings } from '@ohif-admin/contracts'
import { quietUntil } from './quiet-hours.ts'

/** Why a guided run begins no session at the moment. */
export type Hold =
  | { state: 'paused' }
  | { state: 'waiting'; waitingFor: NonNullable<GuidedFacts['waitingFor']>; until: number | null }

interface Situation {
  settings: GuidedSettings
  paused: boolean
  /** A bulk run that was begun elsewhere is active. */
  foreignRun: boolean
  /** When XNAT is asked again whether it is there; undefined while it is. */
  xnatAgainAt: number | undefined
  pluginMissing: boolean
  /** Somebody's rights can be used. */
  mayAct: boolean
  now: number
}

/** The first thing that is in the way, what a person decided before what will pass by itself; null for nothing. Pure. */
export function holdOf(given: Situation): Hold | null {
  if (given.paused) return { state: 'paused' }
  const quiet = quietUntil(given.settings.quietHours, given.now)
  if (quiet !== undefined) return { state: 'waiting', waitingFor: 'quiet-hours', until: quiet }
  if (given.foreignRun) return { state: 'waiting', waitingFor: 'foreign-run', until: null }
  if (given.xnatAgainAt !== undefined)
    return { state: 'waiting', waitingFor: 'xnat', until: given.xnatAgainAt }
  if (given.pluginMissing) return { state: 'waiting', waitingFor: 'plugin', until: null }
  if (!given.mayAct) return { state: 'waiting', waitingFor: 'sign-in', until: null }
  return null
}
