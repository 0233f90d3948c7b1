const MINUTE_MS = 60_000
/** All zones are whole quarters of an hour from UTC, at most 14 hours. */
const STEP_MINUTES = 15
const MOST_MINUTES = 14 * 60
/** A line that is further from any zone's time is old, or a clock is wrong. */
const TOLERANCE_MS = MINUTE_MS

/**
 * How far a clock without a zone is ahead of UTC (minutes), told by a stamp that it has just made; null when it does
 * not tell.
 * @param now epoch milliseconds
 */
export function utcOffsetOf(stamp: string, now: number): number | null {
  const at = Date.parse(`${stamp.replace(' ', 'T').replace(',', '.')}Z`)
  const ahead = (at - now) / MINUTE_MS
  const rounded = Math.round(ahead / STEP_MINUTES) * STEP_MINUTES
  const fits = Math.abs(ahead - rounded) * MINUTE_MS <= TOLERANCE_MS && Math.abs(rounded) <= MOST_MINUTES
  // Not -0.
  return fits ? rounded + 0 : null
}
