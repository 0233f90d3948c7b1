import { useI18n } from '../i18n/i18n.ts'
import type { LiveState } from '../lib/live-state.ts'
import { usePreference } from '../lib/preferences.ts'
import { clock } from '../lib/time.ts'
import { cx } from './cx.ts'

type Shown = LiveState['status'] | 'ended'

const DOT: Record<Shown, string> = {
  live: 'bg-good-fill motion-safe:animate-pulse',
  held: 'bg-attention-fill',
  connecting: 'border border-line-strong',
  idle: 'border border-line-strong',
  reconnecting: 'bg-attention-fill',
  paused: 'bg-attention-fill',
  lost: 'bg-bad-fill',
  stopped: 'bg-bad-fill',
  ended: 'bg-neutral-fill',
}

/** Whether what is shown moves by itself, and if not, since when. */
export function LiveBadge({ live, ended }: { live: LiveState; ended: boolean }) {
  const { t, locale } = useI18n()
  const zone = usePreference('zone')
  const shown: Shown = ended ? 'ended' : live.status
  return (
    <span className="inline-flex items-center gap-1.5 text-sm font-medium whitespace-nowrap">
      <span aria-hidden="true" className={cx('size-2 rounded-full', DOT[shown])} />
      {t(`live.${shown}`, { time: clock(new Date(live.heardAt), zone, locale, true) })}
    </span>
  )
}
