import type { ListedSession, SessionSearch } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import type { Translate } from '../../i18n/translate.ts'
import { useApi } from '../../lib/api-context.tsx'
import { visibleText } from '../../lib/visible-text.ts'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { SlowHint } from '../../ui/slow-hint.tsx'
import { isSearchable, sessionPageQueries } from './sessions.queries.ts'

interface FindSessionPageProps {
  search: string
  onSearch: (search: string) => void
  /** There is one session of just this name. */
  onFound: (session: ListedSession) => void
}

/** Finds a session by the beginning of its label or id, whatever its project. */
export function FindSessionPage({ search, onSearch, onFound }: FindSessionPageProps) {
  const { t } = useI18n()
  const wanted = isSearchable(search)
  const query = useQuery({ ...sessionPageQueries.search(useApi(), search), enabled: wanted })
  const only = query.data && theOne(query.data, search)
  useEffect(() => {
    if (only) onFound(only)
  })
  return (
    <Page title={t('sessionFind.title')} intro={t('sessionFind.intro')}>
      <section aria-label={t('sessionFind.title')} className="card">
        <div className="flex flex-wrap items-center gap-2 border-b border-line p-2">
          <SearchField label={t('sessionFind.search')} value={search} onChange={onSearch} />
          <span role="status" className="ml-auto px-1 text-sm text-ink-2">
            {wanted && query.data ? countText(query.data, t) : '\u00a0'}
          </span>
        </div>
        {wanted ? <Results query={query} /> : <Empty title={t('sessionFind.type')} />}
      </section>
    </Page>
  )
}

interface Query {
  data: SessionSearch | undefined
  error: Error | null
  refetch: () => unknown
}

function Results({ query: { data, error, refetch } }: { query: Query }): ReactNode {
  const { t } = useI18n()
  if (error && !data)
    return (
      <div className="p-2">
        <ErrorNotice error={error} what={t('sessionFind.failed')} onRetry={refetch} />
      </div>
    )
  if (!data)
    return (
      <>
        <SkeletonRows rows={5} label={t('sessionList.loading')} />
        <SlowHint />
      </>
    )
  if (data.sessions.length === 0)
    return <Empty title={t('sessionList.noMatch')}>{t('sessionFind.noMatchHint')}</Empty>
  return (
    <>
      <ul>
        {data.sessions.map(({ projectId, sessionId, label }) => (
          <li key={sessionId} className="border-b border-line last:border-b-0">
            <Link
              to="/projects/$projectId/sessions/$sessionId"
              params={{ projectId, sessionId }}
              data-list-item
              className="flex min-h-9 flex-wrap items-center gap-x-3 px-4 -outline-offset-2 hover:bg-hover"
            >
              <span className="foreign link min-w-0 flex-1 truncate">{visibleText(label || sessionId)}</span>
              <code className="font-mono text-xs text-ink-2">{visibleText(projectId)}</code>
              <code className="font-mono text-xs text-ink-2">{visibleText(sessionId)}</code>
            </Link>
          </li>
        ))}
      </ul>
      {data.more && (
        <p className="border-t border-line px-4 py-2 text-sm text-ink-2">{t('sessionFind.more')}</p>
      )}
    </>
  )
}

/** How many there are is known only when all of them are listed. */
const countText = ({ sessions, more }: SessionSearch, t: Translate) =>
  t(more ? 'sessionFind.first' : 'sessionList.count', { count: sessions.length })

/** The session that is called just so, when there is no other. */
function theOne({ sessions }: SessionSearch, search: string): ListedSession | undefined {
  const byId = sessions.find(({ sessionId }) => sessionId === search)
  const byLabel = sessions.filter(({ label }) => label === search)
  return byId ?? (byLabel.length === 1 ? byLabel[0] : undefined)
}
