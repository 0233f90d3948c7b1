import type { StoredRun } from '../../../storage/run-row.ts'

/** A run that was to start at a time is not started much later, in the middle of somebody's day. */
const GRACE_MS = 60 * 60_000
/** One that only waits for its turn is forgotten after a day without its person. */
const PATIENCE_MS = 24 * 60 * 60_000

/** Whether a run whose turn it is, and whose person is not signed in, is given up. `now` in epoch ms. Pure. */
export function hasMissedItsTime(
  { notBefore, startedAt }: Pick<StoredRun, 'notBefore' | 'startedAt'>,
  now: number,
) {
  return notBefore === null ? now - startedAt > PATIENCE_MS : now - notBefore > GRACE_MS
}
