import { useTranslation } from 'react-i18next'
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
  const { i18n } = useTranslation()
  const zone = usePreference('zone')
  const now = new Date(useNow(10_000))
  const date = new Date(at)
  return (
    <time dateTime={at} title={exactTime(date, zone, i18n.language)} className="whitespace-nowrap">
      {as === 'clock' ? shortTime(date, now, zone, i18n.language) : relativeTime(date, now, i18n.language)}
    </time>
  )
}
