import type { QuietHours } from '@ohif-admin/contracts'

/**
 * When the quiet hours that hold at this moment end, in epoch ms; undefined outside of them. Both are epoch ms; the hours
 * are those of the server's own zone. Equal ends are no hours at all. Pure but for the zone.
 */
export function quietUntil(hours: QuietHours | null, now: number): number | undefined {
  if (!hours || hours.from === hours.to) return undefined
  const minute = minuteOfDay(new Date(now))
  const from = parse(hours.from)
  const to = parse(hours.to)
  const quiet = from < to ? minute >= from && minute < to : minute >= from || minute < to
  return quiet ? nextAt(to, now) : undefined
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

function nextAt(minute: number, now: number): number {
  const end = new Date(now)
  end.setHours(Math.floor(minute / 60), minute % 60, 0, 0)
  return end.getTime() > now ? end.getTime() : sameTimeNextDay(end.getTime())
}
