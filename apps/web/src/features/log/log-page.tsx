import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../lib/api-context.tsx'
import { useMediaQuery } from '../../lib/use-media-query.ts'
import { DensityStrip } from './density-strip.tsx'
import { FilterChips } from './filter-chips.tsx'
import { logQueries } from './log.queries.ts'
import { LogFacts, SourceProblems } from './log-facts.tsx'
import { LogPane } from './log-pane.tsx'
import { LogSearch } from './log-search.tsx'
import { LogToolbar } from './log-toolbar.tsx'
import type { LogView } from './log-view.ts'
import { type Recognition, UnrecognizedNotice } from './unrecognized-notice.tsx'
import { type OnLogView, useExplorer } from './use-explorer.ts'
import { useReaderState } from './use-log-reader.ts'

interface LogPageProps {
  /** Whether this person sees masked lines. */
  masked: boolean
  /** How well the lines of each source are understood. */
  recognition: readonly Recognition[]
  view: LogView
  onView: OnLogView
}

/** The whole log, live and back in time. */
export function LogPage({ masked, recognition, view, onView }: LogPageProps) {
  const narrow = useMediaQuery('(max-width: 63.99rem)')
  const wrap = view.wrap ?? narrow
  const sources = useQuery(logQueries.files(useApi())).data ?? []
  const explorer = useExplorer(view, onView)
  const { reader, search } = explorer
  const following = useReaderState(reader, (state) => state.following)
  const change = (part: Partial<LogView>) => onView(part, { replace: true })
  return (
    <div className="flex min-h-[max(30rem,calc(100dvh-9.25rem))] flex-col gap-2.5 px-4 py-3 md:min-h-[calc(100dvh-6.5rem)] lg:h-full lg:min-h-[28rem] lg:px-6">
      <LogFacts sources={sources} masked={masked} />
      <SourceProblems sources={sources} />
      <UnrecognizedNotice sources={recognition} />
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
        following={following}
        onView={change}
        onTime={explorer.goToTime}
        onCursor={explorer.goTo}
        onFollow={explorer.toggleFollow}
      />
      <FilterChips view={view} onView={change} />
      <LogPane
        view={view}
        explorer={explorer}
        wrap={wrap}
        narrow={narrow}
        showSource={sources.length > 1 && view.source === undefined}
        strip={(at) => <DensityStrip source={view.source} at={at} onGo={explorer.goTo} />}
        className="card overflow-hidden"
      />
    </div>
  )
}
