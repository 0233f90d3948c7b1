import { type CoverageSession, CoverageSessionSort } from '@ohif-admin/contracts'
import { Download, X } from 'lucide-react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { coverageQueries, exportUrl } from './coverage.queries.ts'
import type { CoverageParams } from './coverage-params.ts'
import { CoverageToolbar } from './coverage-toolbar.tsx'
import type { CoverageView } from './coverage-view.ts'
import { PagedTable } from './paged-table.tsx'
import { SessionRow } from './session-row.tsx'

interface SessionsTabProps {
  view: CoverageView
  onView: (change: CoverageParams, options: { replace: boolean }) => void
}

const TALL_PX = 100

/** Every session that was listed, with what is known of it and since when. */
export function SessionsTab({ view, onView }: SessionsTabProps) {
  const { t } = useI18n()
  const api = useApi()
  const filter = view.sessions
  const columns = (['state', 'session', 'label', 'subject', 'project', 'looked', 'why'] as const).map(
    (name) => ({
      name,
      label: t(`coverage.column.${name}`),
      width: {
        state: 'w-44',
        looked: 'w-32',
        session: 'w-36',
        label: '',
        subject: '',
        project: '',
        why: 'w-[24%]',
      }[name],
    }),
  )
  return (
    <>
      <CoverageToolbar
        view={view}
        onView={onView}
        label={t('coverage.searchSessions')}
        sorts={CoverageSessionSort.options}
        sort={filter.sort}
        count={(rows) => t('coverage.sessions', { count: rows })}
        countOf={coverageQueries.sessions(api, filter, 0)}
      >
        {filter.projectId !== undefined && (
          <Button
            size="sm"
            onClick={() => onView({ project: undefined }, { replace: true })}
            aria-label={t('coverage.allProjects', { name: filter.projectId })}
          >
            {filter.projectId}
            <X aria-hidden="true" className="size-3.5" />
          </Button>
        )}
        {(['csv', 'json'] as const).map((format) => (
          <a
            key={format}
            href={exportUrl(api, filter, format)}
            download
            className={buttonClass('secondary', 'sm')}
          >
            <Download aria-hidden="true" className="size-3.5" />
            {format.toUpperCase()}
          </a>
        ))}
      </CoverageToolbar>
      <PagedTable
        label={t('coverage.tab.sessions')}
        columns={columns}
        tallPx={TALL_PX}
        pageOf={(page) => coverageQueries.sessions(api, filter, page)}
        empty={<NoSessions view={view} />}
        row={(session: CoverageSession, place) => (
          <SessionRow key={`${session.sessionId} ${session.data}`} session={session} {...place} />
        )}
      />
    </>
  )
}

function NoSessions({ view }: { view: CoverageView }) {
  const { t } = useI18n()
  const { search, state, projectId } = view.sessions
  if (search === '' && state === undefined && projectId === undefined)
    return <Empty title={t('coverage.noSessions')}>{t('coverage.noSessionsHint')}</Empty>
  return <Empty title={t('coverage.noMatch')}>{t('coverage.noMatchHint')}</Empty>
}
