import { DeliveryState, NoticeChannel } from '@ohif-admin/contracts'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { useTopic } from '../../lib/live-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { noticeQueries } from './notifications.queries.ts'
import { type SentFilter, SHOWN_KINDS } from './notifications-view.ts'
import { SentTable } from './sent-table.tsx'

/** What waits for its next try changes by itself. */
const REFRESH_MS = 10_000

interface SentListProps {
  /** Of everybody and of the webhooks; else this person's own. */
  all: boolean
  view: SentFilter
  onView: (change: Partial<SentFilter>, options: { replace: boolean }) => void
  link: (page: string, text: string) => ReactNode
}

/** Every message, newest first, with what became of it. */
export function SentList({ all, view, onView, link }: SentListProps) {
  const { t } = useI18n()
  const queryClient = useQueryClient()
  const sent = noticeQueries.sent(useApi(), view)
  useTopic('notices', () => queryClient.invalidateQueries({ queryKey: sent.queryKey }))
  const query = useInfiniteQuery({
    ...sent,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ deliveries }) => deliveries.some((one) => one.state === 'waiting')) &&
      REFRESH_MS,
  })
  const deliveries = query.data?.pages.flatMap((page) => page.deliveries) ?? []
  const filtered = Boolean(view.state || view.channel || view.kind || view.search)
  return (
    <section aria-labelledby="notices-sent" className="card">
      <h2 id="notices-sent" className="border-b border-line px-4 py-2.5 font-semibold">
        {t(all ? 'notices.sent.titleAll' : 'notices.sent.title')}
      </h2>
      <Filters view={view} onView={onView} total={query.data?.pages.at(-1)?.total} />
      {query.isPending && <SkeletonRows rows={5} label={t('notices.sent.loading')} />}
      {query.isError && (
        <div className="p-2">
          <ErrorNotice error={query.error} what={t('notices.sent.failed')} onRetry={query.refetch} />
        </div>
      )}
      {query.data && deliveries.length === 0 && (
        <Empty title={t(filtered ? 'notices.sent.noMatch' : 'notices.sent.none')}>
          {t(filtered ? 'notices.sent.noMatchHint' : 'notices.sent.noneHint')}
        </Empty>
      )}
      {deliveries.length > 0 && <SentTable deliveries={deliveries} link={link} />}
      {query.hasNextPage && (
        <div className="p-2 text-center">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('notices.sent.more')}
          </Button>
        </div>
      )}
    </section>
  )
}

function Filters({
  view,
  onView,
  total,
}: Pick<SentListProps, 'view' | 'onView'> & { total: number | undefined }) {
  const { t } = useI18n()
  const change = (part: Partial<SentFilter>) => onView(part, { replace: true })
  return (
    <search className="flex flex-wrap items-center gap-2 border-b border-line p-2">
      <SearchField
        label={t('notices.sent.search')}
        value={view.search}
        onChange={(search) => change({ search })}
      />
      <Choice
        name="state"
        value={view.state}
        options={DeliveryState.options}
        onChange={(state) => change({ state })}
      />
      <Choice
        name="channel"
        value={view.channel}
        options={NoticeChannel.options}
        onChange={(channel) => change({ channel })}
      />
      <Choice name="kind" value={view.kind} options={SHOWN_KINDS} onChange={(kind) => change({ kind })} />
      <span role="status" className="ml-auto px-1 text-sm text-ink-2">
        {total === undefined ? '\u00a0' : t('notices.sent.count', { count: total })}
      </span>
    </search>
  )
}

interface ChoiceProps<Name extends 'state' | 'channel' | 'kind'> {
  name: Name
  value: NonNullable<SentFilter[Name]> | undefined
  options: readonly NonNullable<SentFilter[Name]>[]
  onChange: (value: NonNullable<SentFilter[Name]> | undefined) => void
}

function Choice<Name extends 'state' | 'channel' | 'kind'>({
  name,
  value,
  options,
  onChange,
}: ChoiceProps<Name>) {
  const { t } = useI18n()
  return (
    <select
      aria-label={t(`notices.sent.any.${name}`)}
      value={value ?? ''}
      onChange={({ target }) => onChange(options.find((option) => option === target.value))}
      className="h-8 max-w-56 rounded-md border border-line-strong bg-surface px-2 text-sm"
    >
      <option value="">{t(`notices.sent.any.${name}`)}</option>
      {options.map((option) => (
        <option key={option} value={option}>
          {t(wordOf(name, option))}
        </option>
      ))}
    </select>
  )
}

type Word =
  | `notices.${'state'}.${DeliveryState}`
  | `notices.channel.${NoticeChannel}`
  | `notices.kind.${(typeof SHOWN_KINDS)[number]}`

const wordOf = (name: 'state' | 'channel' | 'kind', option: string) => `notices.${name}.${option}` as Word
