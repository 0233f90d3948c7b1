import { useI18n } from '../i18n/i18n.ts'
import { usePreference } from '../lib/preferences.ts'
import { exactTime, relativeTime, shortTime } from '../lib/time.ts'
import { useNow } from '../lib/use-now.ts'

interface InstantProps {
  at: string
  /** `relative`: "3 minutes ago"; `clock`: "14:02". The exact time is on hover in both. */
  as?: 'relative' | 'clock'
}

/** A moment, in the zone the reader chose. */
export function Instant({ at, as = 'relative' }: InstantProps) {
  const { locale } = useI18n()
  const zone = usePreference('zone')
  const now = new Date(useNow(10_000))
  const date = new Date(at)
  return (
    <time dateTime={at} title={exactTime(date, zone, locale)} className="whitespace-nowrap">
      {as === 'clock' ? shortTime(date, now, zone, locale) : relativeTime(date, now, locale)}
    </time>
  )
}
