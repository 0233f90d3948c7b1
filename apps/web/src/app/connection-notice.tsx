import { useI18n } from '../i18n/i18n.ts'
import { useLiveState } from '../lib/live-context.tsx'
import { ToneIcon } from '../ui/badge.tsx'
import { LiveBadge } from '../ui/live-badge.tsx'

/** Says on every page that nothing moves by itself any more; silent while all is well or will be in a moment. */
export function ConnectionNotice() {
  const { t } = useI18n()
  const live = useLiveState()
  return (
    <div role="status">
      {(live.status === 'lost' ||
        live.status === 'paused' ||
        live.status === 'stopped' ||
        live.status === 'held') && (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-attention-soft px-4 py-1.5 text-sm lg:px-6">
          <ToneIcon tone="attention" />
          <LiveBadge live={live} ended={false} />
          {t(`frame.${live.status}Hint`)}
        </p>
      )}
    </div>
  )
}
