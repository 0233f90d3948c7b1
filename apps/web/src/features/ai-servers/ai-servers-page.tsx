import { type AiServer, foldText, ProjectId } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { useLastError } from '../../lib/use-last-error.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { aiServerQueries } from './ai-servers.queries.ts'
import type { AiServerParams } from './ai-servers-params.ts'
import { CheckForm } from './check-form.tsx'
import { ServerPanel } from './server-panel.tsx'
import { byUrgency, countTones } from './server-words.ts'
import { ServersTable } from './servers-table.tsx'

interface AiServersPageProps {
  view: AiServerParams
  onView: (change: AiServerParams, options: { replace: boolean }) => void
  /** Loading and removing models of a server. */
  manage: (server: AiServer) => ReactNode
}

/** Every AI server in use: what it is, how it is, and why. */
export function AiServersPage({ view, onView, manage }: AiServersPageProps) {
  const { t } = useI18n()
  const api = useApi()
  const query = useQuery(aiServerQueries.list(api))
  const list = query.data
  const all = (list?.servers ?? []).toSorted(byUrgency)
  const shown = all.filter((server) => matches(server, view.q ?? ''))
  const opened = all.find(({ origin }) => origin === view.server)
  const close = () => onView(CLOSED, { replace: true })
  return (
    <Page
      title={t('servers.title')}
      intro={list && t('servers.sentence', { total: all.length, ...countTones(all) })}
    >
      <CheckForm
        entry={view.entry ?? ''}
        projectId={ProjectId.safeParse(view.project).data}
        checkId={view.check}
        onChecked={(entry, id) => onView({ entry, check: id }, { replace: true })}
        mayWatch={({ origin }) =>
          list?.mayManage === true && origin !== null && !all.some((server) => server.origin === origin)
        }
      />
      {list !== undefined && list.unansweredProjects > 0 && (
        <Notice tone="attention">{t('servers.unanswered', { count: list.unansweredProjects })}</Notice>
      )}
      <section aria-label={t('servers.title')} className="card">
        <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
          <SearchField
            label={t('servers.search')}
            value={view.q ?? ''}
            onChange={(q) => onView({ q: q || undefined }, { replace: true })}
          />
          <span role="status" className="ml-auto text-sm text-ink-2">
            {list ? t('servers.count', { count: shown.length }) : '\u00a0'}
          </span>
        </div>
        <List
          query={query}
          shown={shown}
          isFiltered={(view.q ?? '') !== ''}
          onOpen={({ origin }) => onView({ server: origin }, { replace: false })}
        />
      </section>
      <Dialog open={opened !== undefined} onClose={close} place="side" title={opened?.origin ?? ''}>
        {opened && (
          <ServerPanel
            server={opened}
            servers={all}
            mayManage={list?.mayManage ?? false}
            manage={manage(opened)}
            view={view}
            onView={(change) => onView(change, { replace: true })}
          />
        )}
      </Dialog>
    </Page>
  )
}

/** What belongs to an opened server alone. */
const CLOSED: AiServerParams = {
  server: undefined,
  tab: undefined,
  find: undefined,
  type: undefined,
  label: undefined,
  with: undefined,
}

const matches = ({ origin, entries, firstProjects }: AiServer, search: string) =>
  [origin, ...entries, ...firstProjects.map(({ title }) => title)].some((text) =>
    foldText(text).includes(foldText(search)),
  )

interface ListProps {
  query: { data: unknown; error: Error | null; refetch: () => unknown }
  shown: readonly AiServer[]
  isFiltered: boolean
  onOpen: (server: AiServer) => void
}

function List({ query, shown, isFiltered, onOpen }: ListProps) {
  const { t } = useI18n()
  const error = useLastError(query)
  return (
    <>
      {error !== null && (
        <div className="p-3">
          <ErrorNotice error={error} what={t('servers.failed')} onRetry={query.refetch} />
        </div>
      )}
      {query.data === undefined && error === null && (
        <SkeletonRows rows={4} label={t('common.loading')} rowClass="h-14" />
      )}
      {query.data !== undefined && shown.length === 0 && (
        <Empty title={t(isFiltered ? 'servers.noMatch' : 'servers.none')}>
          {t(isFiltered ? 'servers.noMatchHint' : 'servers.noneHint')}
        </Empty>
      )}
      {shown.length > 0 && <ServersTable servers={shown} onOpen={onOpen} />}
    </>
  )
}
