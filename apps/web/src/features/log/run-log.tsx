import type { LogCursor, RunId } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useMediaQuery } from '../../lib/use-media-query.ts'
import { FilterChips } from './filter-chips.tsx'
import { LogPane } from './log-pane.tsx'
import { LogSearch } from './log-search.tsx'
import { LogToolbar } from './log-toolbar.tsx'
import type { LogView } from './log-view.ts'
import { type Recognition, UnrecognizedNotice } from './unrecognized-notice.tsx'
import { type OnLogView, useExplorer } from './use-explorer.ts'
import { useReaderState } from './use-log-reader.ts'

interface RunLogProps {
  runId: RunId
  /** Where to begin to show it; null follows its end. */
  start: LogCursor | null
  recognition: readonly Recognition[]
  view: LogView
  /** Told of a view without this run when somebody wants to see more than its lines. */
  onView: OnLogView
}

/** The lines of the log that belong to one run, as the log page shows them. */
export function RunLog({ runId, start, recognition, view, onView }: RunLogProps) {
  const { t } = useI18n()
  const narrow = useMediaQuery('(max-width: 63.99rem)')
  const wrap = view.wrap ?? narrow
  const [atStart, setAtStart] = useState(start !== null)
  const cursor = view.cursor ?? (atStart && !view.time && start ? start : undefined)
  const ofRun = { ...view, run: runId, cursor }
  const explorer = useExplorer(ofRun, (change, how) => {
    if ('cursor' in change || 'follow' in change) setAtStart(false)
    onView(change, how)
  })
  const { reader, search } = explorer
  const following = useReaderState(reader, (state) => state.following)
  // Without a filter it is still this run's log.
  const change = ({ run, ...part }: Partial<LogView>) => onView(part, { replace: true })
  return (
    <div className="flex min-h-[30rem] flex-1 flex-col gap-2 p-3 lg:min-h-0">
      <UnrecognizedNotice sources={recognition} />
      <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
        <div className="min-w-0 flex-1 basis-72">
          <LogSearch
            view={view}
            search={search.state}
            onView={change}
            onStep={explorer.stepMatch}
            onCancel={search.cancel}
            onAgain={search.again}
          />
        </div>
        <Link to="/log" search={{ run: runId }} className="link inline-block py-1 text-sm">
          {t('explorer.openRun')}
        </Link>
      </div>
      <LogToolbar
        view={ofRun}
        sources={[]}
        wrap={wrap}
        following={following}
        onView={change}
        onTime={explorer.goToTime}
        onCursor={explorer.goTo}
        onFollow={explorer.toggleFollow}
      />
      <FilterChips view={view} onView={change} />
      <LogPane
        view={ofRun}
        explorer={explorer}
        wrap={wrap}
        narrow={narrow}
        showSource={false}
        strip={() => null}
        className="-mx-3 -mb-3 border-t border-line max-lg:h-[70dvh] max-lg:flex-none"
      />
    </div>
  )
}
