export type Zone = 'browser' | 'utc'

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(locale: string, zone: Zone, name: string, options: Intl.DateTimeFormatOptions) {
  const key = `${locale}|${zone}|${name}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, { ...options, ...(zone === 'utc' ? { timeZone: 'UTC' } : {}) })
  formats.set(key, made)
  return made
}

const CLOCK: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
const DAY: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' }

/** `14:02`, or with `seconds` `14:02:11`. */
export function clock(at: Date, zone: Zone, locale: string, seconds = false): string {
  return seconds
    ? formatOf(locale, zone, 'clock-s', { ...CLOCK, second: '2-digit' }).format(at)
    : formatOf(locale, zone, 'clock', CLOCK).format(at)
}

/** `14:02` today, `21 Nov, 14:02` on another day. Today is the day of `now` in that zone. */
export function shortTime(at: Date, now: Date, zone: Zone, locale: string): string {
  const dayOf = formatOf('en-CA', zone, 'day', { year: 'numeric', month: '2-digit', day: '2-digit' })
  return dayOf.format(at) === dayOf.format(now)
    ? clock(at, zone, locale)
    : formatOf(locale, zone, 'day-clock', { ...DAY, ...CLOCK }).format(at)
}

/** Date, time to the second and the name of the zone: what a tooltip shows. */
export function exactTime(at: Date, zone: Zone, locale: string): string {
  const options: Intl.DateTimeFormatOptions = {
    ...CLOCK,
    ...DAY,
    year: 'numeric',
    second: '2-digit',
    timeZoneName: 'short',
  }
  return formatOf(locale, zone, 'exact', options).format(at)
}

const STEPS = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
] as const

/** `3 minutes ago`, `yesterday`; below a minute `now`. A time in the future, by a skewed clock, counts as now. */
export function relativeTime(at: Date, now: Date, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const passedMs = Math.max(0, now.getTime() - at.getTime())
  for (const { unit, ms } of STEPS) {
    if (passedMs >= ms) return format.format(-Math.floor(passedMs / ms), unit)
  }
  return format.format(0, 'second')
}

/** How long something took: `0.4 s`, `100 s`, `3 min 05 s`, `2 h 10 min`. */
export function duration(ms: number, locale: string): string {
  if (ms < 9950) {
    const seconds = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
    return `${seconds.format(ms / 1000)} s`
  }
  const whole = Math.round(ms / 1000)
  if (whole < 120) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}

/** Stands before a span of which only the end is known. */
export const AT_MOST = '≤ '

/**
 * A span of time that is only roughly known: `12–17 min`, `40–55 s`, `1–2 h`. Never more exact than the guess:
 * seconds go by tens, hours by halves.
 */
export function roughSpan(minMs: number, maxMs: number, locale: string): string {
  const [low, high] = minMs <= maxMs ? [minMs, maxMs] : [maxMs, minMs]
  if (high < 90_000)
    return span(Math.floor(low / 10_000) * 10, Math.max(10, Math.ceil(high / 10_000) * 10), 's', locale)
  if (high < 2 * 3_600_000) return span(Math.floor(low / 60_000), Math.ceil(high / 60_000), 'min', locale)
  return span(Math.floor(low / 1_800_000) / 2, Math.ceil(high / 1_800_000) / 2, 'h', locale)
}

function span(low: number, high: number, unit: string, locale: string): string {
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  if (low === 0) return `${AT_MOST}${format.format(high)} ${unit}`
  return low === high
    ? `${format.format(high)} ${unit}`
    : `${format.format(low)}–${format.format(high)} ${unit}`
}
