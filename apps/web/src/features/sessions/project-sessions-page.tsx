import type { ProjectId } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { useLastError } from '../../lib/use-last-error.ts'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { SlowHint } from '../../ui/slow-hint.tsx'
import { rowsOf, shownRows } from './session-rows.ts'
import { sessionPageQueries } from './sessions.queries.ts'
import { SessionsTable } from './sessions-table.tsx'

export interface SessionsView {
  search: string
  /** A column, with `-` before it for the other direction. */
  sort: string
}

interface ProjectSessionsPageProps {
  projectId: ProjectId
  view: SessionsView
  onView: (change: Partial<SessionsView>) => void
}

/** The image sessions of a project, each with the way to its page. */
export function ProjectSessionsPage({ projectId, view, onView }: ProjectSessionsPageProps) {
  const { t } = useI18n()
  const query = useQuery(sessionPageQueries.ofProject(useApi(), projectId))
  const error = useLastError(query)
  const { data } = query
  const rows = useMemo(() => (data ? rowsOf(data, projectId) : []), [data, projectId])
  const shown = useMemo(() => shownRows(rows, view.search, view.sort), [rows, view.search, view.sort])
  const count =
    shown.length === rows.length
      ? t('sessionList.count', { count: rows.length })
      : t('sessionList.countOf', { shown: shown.length, total: rows.length })
  return (
    <Page
      fill
      title={t('sessionList.title')}
      intro={
        <Link to="/projects/$projectId" params={{ projectId }} className="link">
          {t('sessionList.of', { project: projectId })}
        </Link>
      }
    >
      {query.isError && data && <Notice tone="attention">{t('sessionList.stale')}</Notice>}
      <section
        aria-label={t('sessionList.title')}
        className="card flex min-h-0 flex-1 flex-col overflow-hidden"
      >
        <div className="flex flex-wrap items-center gap-2 border-b border-line p-2">
          <SearchField
            label={t('sessionList.search')}
            value={view.search}
            onChange={(search) => onView({ search })}
          />
          <span role="status" className="ml-auto px-1 text-sm text-ink-2">
            {data ? count : '\u00a0'}
          </span>
        </div>
        {!data && error && (
          <div className="p-2">
            <ErrorNotice error={error} what={t('sessionList.failed')} onRetry={query.refetch} />
          </div>
        )}
        {!data && !error && (
          <>
            <SkeletonRows rows={12} label={t('sessionList.loading')} />
            <SlowHint />
          </>
        )}
        {data && rows.length === 0 && (
          <Empty title={t('sessionList.none')}>{t('sessionList.noneHint')}</Empty>
        )}
        {rows.length > 0 && shown.length === 0 && (
          <Empty title={t('sessionList.noMatch')}>{t('sessionList.noMatchHint')}</Empty>
        )}
        {shown.length > 0 && (
          <SessionsTable
            projectId={projectId}
            rows={shown}
            sort={view.sort}
            onSort={(sort) => onView({ sort })}
          />
        )}
      </section>
    </Page>
  )
}
