import { useQuery } from '@tanstack/react-query'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { useMediaQuery } from '../../lib/use-media-query.ts'
import { DensityStrip } from './density-strip.tsx'
import { FilterChips } from './filter-chips.tsx'
import { logQueries } from './log.queries.ts'
import { LogBody } from './log-body.tsx'
import { LogFacts, SourceProblems } from './log-facts.tsx'
import { LogList } from './log-list.tsx'
import { LogNotes } from './log-notes.tsx'
import { LogSearch } from './log-search.tsx'
import { LogToolbar } from './log-toolbar.tsx'
import type { LogView } from './log-view.ts'
import { type OnLogView, useExplorer } from './use-explorer.ts'

interface LogPageProps {
  /** Whether this person sees masked lines. */
  masked: boolean
  view: LogView
  onView: OnLogView
}

/** The whole log, live and back in time. */
export function LogPage({ masked, view, onView }: LogPageProps) {
  const { t } = useI18n()
  const narrow = useMediaQuery('(max-width: 63.99rem)')
  const wrap = view.wrap ?? narrow
  const sources = useQuery(logQueries.files(useApi())).data ?? []
  const explorer = useExplorer(view, onView)
  const { reader, state, search } = explorer
  const change = (part: Partial<LogView>) => onView(part, { replace: true })
  return (
    <div className="flex h-[calc(100dvh-9.25rem)] min-h-[30rem] flex-col gap-2.5 px-4 py-3 md:h-[calc(100dvh-6.5rem)] lg:h-full lg:min-h-[28rem] lg:px-6">
      <LogFacts sources={sources} masked={masked} />
      <SourceProblems sources={sources} />
      <LogSearch
        view={view}
        search={search.state}
        onView={change}
        onStep={explorer.stepMatch}
        onCancel={search.cancel}
        onAgain={search.again}
      />
      <LogToolbar
        view={view}
        sources={sources}
        wrap={wrap}
        following={state.following}
        onView={change}
        onTime={explorer.goToTime}
        onCursor={explorer.goTo}
        onFollow={explorer.toggleFollow}
      />
      <FilterChips view={view} onView={change} />
      <LogNotes note={state.note} said={explorer.said} />
      <section aria-label={t('explorer.list')} className="card flex min-h-0 flex-1 flex-col overflow-hidden">
        <LogBody
          view={view}
          state={state}
          refused={search.state.status === 'refused'}
          onRetry={explorer.retry}
        >
          <LogList
            reader={reader}
            state={state}
            wrap={wrap}
            narrow={narrow}
            showSource={sources.length > 1 && view.source === undefined}
            wanted={explorer.wanted}
            onAct={explorer.act}
            onFollow={explorer.follow}
            onError={explorer.stepError}
            strip={(at) => <DensityStrip source={view.source} at={at} onGo={explorer.goTo} />}
          />
        </LogBody>
      </section>
    </div>
  )
}
