import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { cx } from '../../ui/cx.ts'
import { LogBody } from './log-body.tsx'
import { LogList } from './log-list.tsx'
import { LogNotes } from './log-notes.tsx'
import { type LogView, linesFilterOf } from './log-view.ts'
import type { Explorer } from './use-explorer.ts'
import { useReaderState } from './use-log-reader.ts'

interface LogPaneProps {
  view: LogView
  explorer: Explorer
  wrap: boolean
  narrow: boolean
  showSource: boolean
  /** The strip at the right edge, told which row is in sight. */
  strip: (at: string | null) => ReactNode
  className?: string
}

/** The lines with what is to be said about them: the part of a page that changes with every line. */
export function LogPane({ view, explorer, wrap, narrow, showSource, strip, className }: LogPaneProps) {
  const { t } = useI18n()
  const { reader, search } = explorer
  const state = useReaderState(reader, (all) => all)
  return (
    <>
      <LogNotes note={state.note} said={explorer.said} />
      <section
        aria-label={t('explorer.list')}
        className={cx('flex min-h-72 flex-[1_1_18rem] flex-col', className)}
      >
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
            whole={Object.keys(linesFilterOf(view)).length === 0}
            showSource={showSource}
            wanted={explorer.wanted}
            onAct={explorer.act}
            onFollow={explorer.follow}
            onError={explorer.stepError}
            strip={strip}
          />
        </LogBody>
      </section>
    </>
  )
}
