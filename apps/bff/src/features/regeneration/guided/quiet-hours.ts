import type { QuietHours } from '@ohif-admin/contracts'

const MINUTE_MS = 60_000

/** The zone that quiet hours are meant in: the one of this process, by its IANA name. */
export const serverZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone

/**
 * When the quiet hours that hold at this moment end, in epoch ms; undefined outside of them. Both are epoch ms; the hours
 * are those of the server's own zone. Equal ends are no hours at all. They end with the first minute that is not in them:
 * when clocks change, a time of day may come twice, or not at all. Pure but for the zone.
 */
export function quietUntil(hours: QuietHours | null, now: number): number | undefined {
  if (!hours || !isQuiet(hours, now)) return undefined
  let end = Math.floor(now / MINUTE_MS) * MINUTE_MS + MINUTE_MS
  while (isQuiet(hours, end)) end += MINUTE_MS
  return end
}

function isQuiet(hours: QuietHours, at: number): boolean {
  const minute = minuteOfDay(new Date(at))
  const from = parse(hours.from)
  const to = parse(hours.to)
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to
}

/** The same time of the next day, in the server's zone: a day with a change of clocks has 23 or 25 hours. */
export function sameTimeNextDay(at: number): number {
  const next = new Date(at)
  next.setDate(next.getDate() + 1)
  return next.getTime()
}

const minuteOfDay = (date: Date) => date.getHours() * 60 + date.getMinutes()

function parse(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
