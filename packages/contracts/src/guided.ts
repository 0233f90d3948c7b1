import { z } from 'zod'
import { Instant } from './ids.ts'

/** Which sessions of an earlier run a follow-up takes. `failed` are the failed, the silent failures and the unknown. */
export const FollowUpTake = z.enum(['failed', 'migrated', 'remaining'])
export type FollowUpTake = z.infer<typeof FollowUpTake>

/** A time window of each day in the zone of the console's server, `HH:MM`; it may pass midnight. */
export const QuietHours = z.strictObject({
  from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  to: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
})
export type QuietHours = z.infer<typeof QuietHours>

/** What can be changed while a guided run goes on. `pauseMs`: rest after each session, per lane. */
export const GuidedSettings = z.strictObject({
  sessionsAtOnce: z.number().int().min(1).max(4),
  pauseMs: z.number().int().min(0).max(600_000),
  /** Within these hours no session is begun; null for none. */
  quietHours: QuietHours.nullable(),
})
export type GuidedSettings = z.infer<typeof GuidedSettings>

export const GuidedFacts = GuidedSettings.extend({
  /** Why the run is `waiting`. */
  waitingFor: z.enum(['foreign-run', 'quiet-hours', 'sign-in', 'xnat', 'plugin']).nullable(),
  /** When it will go on, where that is known. */
  waitingUntil: Instant.nullable(),
  /** With whose rights XNAT is called: the person's sign-in here, or an alias token issued for this run. */
  actingAs: z.enum(['sign-in', 'alias-token', 'nobody']),
  /** A person asked for a stop: the sessions in work are still waited for. */
  stopping: z.boolean(),
})
export type GuidedFacts = z.infer<typeof GuidedFacts>

/** The zone of the console's server, by its IANA name: quiet hours are meant in it. */
export const ServerZone = z.string()

export const QueueFacts = z.object({
  /** From 1. */
  position: z.number().int().positive(),
  /** Not before this time; null starts it as soon as its turn comes. */
  notBefore: Instant.nullable(),
  repeat: z.enum(['nightly']).nullable(),
  /** By past rates of what is before it; null when that cannot be said. */
  expectedStartAt: Instant.nullable(),
  /** Its turn has come, but its person is not signed in and it has no token: until then it waits, and is given up. */
  waitsForSignIn: z.object({ until: Instant }).nullable(),
})
export type QueueFacts = z.infer<typeof QueueFacts>
