import { useQuery } from '@tanstack/react-query'
import { requestCountQuery } from '../features/requests/requests-count.queries.ts'
import { useI18n } from '../i18n/i18n.ts'
import { useApi } from '../lib/api-context.tsx'
import { cx } from '../ui/cx.ts'
import { seesRequests } from './pages.ts'
import { useMe } from './use-me.ts'

/** How many requests wait for this person: to be decided, or decided and not acknowledged. */
export function RequestsBadge({ className }: { className?: string }) {
  const { t } = useI18n()
  const { data } = useQuery({ ...requestCountQuery(useApi()), enabled: seesRequests(useMe()) })
  const count = (data?.toDecide ?? 0) + (data?.news ?? 0)
  if (count === 0) return null
  return (
    <span
      className={cx(
        'min-w-5 rounded-sm bg-accent px-1 text-center text-xs font-semibold text-accent-ink',
        className,
      )}
    >
      <span aria-hidden="true">{count}</span>
      <span className="sr-only">{t('frame.waiting', { count })}</span>
    </span>
  )
}
