import type { DeliveryOutcome } from '@ohif-admin/contracts'
import type { StoredDelivery } from '../../storage/notice-deliveries.ts'

/** What became of one try; `status` is the receiver's, by HTTP or SMTP. */
export interface Sent {
  outcome: DeliveryOutcome
  status: number | null
}

/** Sends one message. Never throws for what the other side does. */
export type Send = (delivery: StoredDelivery, signal: AbortSignal) => Promise<Sent>

export const sent = (outcome: DeliveryOutcome, status: number | null = null): Sent => ({ outcome, status })

/** Trying these again without a person changing something would end the same way. */
const FINAL: ReadonlySet<DeliveryOutcome> = new Set([
  'not-a-url',
  'has-credentials',
  'port-not-allowed',
  'not-listed',
  'address-never-allowed',
  'address-is-this-machine',
  'mail-off',
  'mail-no-address',
  'mail-refused',
  'target-gone',
  'secret-lost',
])

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/** Between two tries; when they are used up it is given up, after about nine hours. */
const WAIT_MS = [10 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 6 * HOUR_MS]

/** How long to wait after the `tries`th try in vain, in ms; undefined to give up. */
export function waitAfter(tries: number, outcome: DeliveryOutcome): number | undefined {
  const waitMs = FINAL.has(outcome) ? undefined : WAIT_MS[tries - 1]
  // Spread by a tenth: what failed together need not come back together.
  return waitMs === undefined ? undefined : Math.round(waitMs * (1 + Math.random() / 10))
}
