const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** A size in thousands, with three digits at most: `812 B`, `12.4 MB`, `1.07 GB`. */
export function byteSize(bytes: number, locale: string): string {
  let unit = 0
  let value = bytes
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  const format = new Intl.NumberFormat(locale, unit === 0 ? {} : { maximumSignificantDigits: 3 })
  return `${format.format(value)} ${UNITS[unit]}`
}
