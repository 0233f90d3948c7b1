import type { StoredRun } from '../../../storage/run-row.ts'

/** A run that was to start at a time is not started much later, in the middle of somebody's day. */
const GRACE_MS = 60 * 60_000
/** One that only waits for its turn is forgotten after a day without its person. */
const PATIENCE_MS = 24 * 60 * 60_000

/** Until when a run whose turn it is waits for its person to sign in; then it is given up. Epoch ms. Pure. */
export function waitsUntil({ notBefore, startedAt }: Pick<StoredRun, 'notBefore' | 'startedAt'>): number {
  return notBefore === null ? startedAt + PATIENCE_MS : notBefore + GRACE_MS
}
