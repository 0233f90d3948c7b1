import type { RestartState } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { setUpQueries } from './set-up.queries.ts'

/** After a restart that was proved: how many sessions are outdated by now, or how that is found out; `children` until then. */
export function OutdatedMetadata({ children }: { children: ReactNode }) {
  const metadata = useQuery(setUpQueries.restart(useApi())).data?.metadata
  return (
    <>
      <div role="status">{metadata && <Outdated metadata={metadata} />}</div>
      {!metadata && children}
    </>
  )
}

function Outdated({ metadata: { outdated, total } }: { metadata: NonNullable<RestartState['metadata']> }) {
  const { t } = useI18n()
  if (outdated === null)
    return (
      <Notice tone="unknown" title={t('setUp.outdated.unknown')}>
        <p>{t('setUp.outdated.unknownHint')}</p>
        <Actions>
          <Link to="/coverage" className={buttonClass('primary', 'sm')}>
            {t('setUp.outdated.find')}
          </Link>
        </Actions>
      </Notice>
    )
  if (outdated === 0) return <Notice tone="good" title={t('setUp.outdated.none', { count: total ?? 0 })} />
  return (
    <Notice tone="attention" title={t('setUp.outdated.some', { count: outdated, total: total ?? 0 })}>
      <p>{t('setUp.outdated.someHint')}</p>
      <Actions>
        <Link to="/coverage" search={{ state: 'missing' }} className={buttonClass('secondary', 'sm')}>
          {t('setUp.guide.metadata.go')}
        </Link>
        <Link to="/regeneration" search={{ coverage: 'all' }} className={buttonClass('primary', 'sm')}>
          {t('setUp.outdated.rebuild', { count: outdated })}
        </Link>
      </Actions>
    </Notice>
  )
}

const Actions = ({ children }: { children: ReactNode }) => (
  <p className="mt-2 flex flex-wrap gap-2">{children}</p>
)
