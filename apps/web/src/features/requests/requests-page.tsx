import { type ChangeRequestId, type Me, RequestState } from '@ohif-admin/contracts'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { RequestDetailPanel } from './request-detail.tsx'
import { type RequestsFilter, requestQueries } from './requests.queries.ts'
import { RequestsTable } from './requests-table.tsx'

export interface RequestsView extends RequestsFilter {
  open: ChangeRequestId | null
}

interface RequestsPageProps {
  me: Me
  /** How many open requests this person may decide on; undefined until it is known. */
  toDecide: number | undefined
  /** Shows a check that was sent along, from the page that knows checks. */
  foundByCheck: (checkId: string) => ReactNode
  view: RequestsView
  onView: (change: Partial<RequestsView>, options: { replace: boolean }) => void
}

/** What owners ask for; admins decide, owners see what became of it. */
export function RequestsPage({ me, toDecide, foundByCheck, view, onView }: RequestsPageProps) {
  const { t } = useI18n()
  const admin = me.role === 'admin'
  const intro = admin ? t('requests.waiting', { count: toDecide ?? 0 }) : t('requests.intro')
  const open = (id: ChangeRequestId | null) => onView({ open: id }, { replace: id === null })
  return (
    <Page title={t('requests.title')} intro={admin && toDecide === undefined ? '\u00a0' : intro}>
      <section aria-label={t('requests.title')} className="card">
        <List admin={admin} view={view} onView={onView} onOpen={open} />
      </section>
      <Dialog open={view.open !== null} onClose={() => open(null)} place="wide" title={t('requests.one')}>
        {view.open && <RequestDetailPanel key={view.open} id={view.open} foundByCheck={foundByCheck} />}
      </Dialog>
    </Page>
  )
}

interface ListProps extends Pick<RequestsPageProps, 'view' | 'onView'> {
  admin: boolean
  onOpen: (id: ChangeRequestId) => void
}

function List({ admin, view, onView, onOpen }: ListProps) {
  const { t } = useI18n()
  const query = useInfiniteQuery(requestQueries.list(useApi(), { state: view.state, search: view.search }))
  const requests = query.data?.pages.flatMap((page) => page.requests) ?? []
  const total = query.data?.pages.at(-1)?.total
  const filtered = view.state !== undefined || view.search !== ''
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 border-b border-line p-2">
        <SearchField
          label={t('requests.search')}
          value={view.search}
          onChange={(search) => onView({ search }, { replace: true })}
        />
        <select
          aria-label={t('requests.show')}
          value={view.state ?? ''}
          onChange={(event) =>
            onView({ state: RequestState.safeParse(event.target.value).data }, { replace: true })
          }
          className="h-8 max-w-full rounded-md border border-line-strong bg-surface px-2 text-sm"
        >
          <option value="">{t('requests.anyState')}</option>
          {RequestState.options.map((state) => (
            <option key={state} value={state}>
              {t(`requests.state.${state}`)}
            </option>
          ))}
        </select>
        <span role="status" className="ml-auto px-1 text-sm text-ink-2">
          {total === undefined ? '\u00a0' : t('requests.count', { count: total })}
        </span>
      </div>
      {query.isPending && <SkeletonRows rows={5} label={t('requests.loading')} />}
      {query.isError && (
        <div className="p-2">
          <ErrorNotice error={query.error} what={t('requests.failed')} onRetry={query.refetch} />
        </div>
      )}
      {query.data && requests.length === 0 && (
        <Empty title={t(filtered ? 'requests.noMatch' : 'requests.none')}>
          {t(filtered ? 'requests.noMatchHint' : admin ? 'requests.noneAdmin' : 'requests.noneOwner')}
        </Empty>
      )}
      {requests.length > 0 && <RequestsTable requests={requests} onOpen={onOpen} />}
      {query.hasNextPage && (
        <div className="p-2 text-center">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('requests.more')}
          </Button>
        </div>
      )}
    </>
  )
}
