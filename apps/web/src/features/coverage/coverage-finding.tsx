import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { coverageQueries } from './coverage.queries.ts'

/** On the overview: sessions that are known to need a rebuild. Nothing while none are known. */
export function CoverageFinding() {
  const { t } = useI18n()
  const { data } = useQuery(coverageQueries.summary(useApi(), 'viewer'))
  if (!data || data.sums.missing === 0) return null
  return (
    <Notice
      tone="attention"
      title={t('coverage.finding', { count: data.sums.missing })}
      action={
        <Link to="/coverage" search={{ state: 'missing' }} className={buttonClass('secondary', 'sm')}>
          {t('coverage.findingOpen')}
        </Link>
      }
    >
      {t('coverage.findingHint')}
    </Notice>
  )
}
