import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { type LogView, linesFilterOf } from './log-view.ts'
import type { LogReaderState } from './reader-state.ts'

interface LogBodyProps {
  view: LogView
  state: LogReaderState
  /** The search field already says what is wrong. */
  refused: boolean
  onRetry: () => void
  children: ReactNode
}

/** The list, or what stands in its place. */
export function LogBody({ view, state, refused, onRetry, children }: LogBodyProps) {
  const { t } = useI18n()
  const { phase, window } = state
  const nothing = window.rows.length === 0
  if (phase === 'loading' && nothing)
    return <SkeletonRows rows={24} label={t('explorer.loading')} rowClass="h-6" />
  const filtered = Object.keys(linesFilterOf(view)).length > 0
  const over = phase === 'ready' && nothing && !window.moreBefore && !window.moreAfter
  return (
    <>
      {phase === 'failed' && !refused && (
        <div className="p-3">
          <ErrorNotice error={state.error} what={t('explorer.failed')} onRetry={onRetry} />
        </div>
      )}
      {refused && nothing && (
        <Empty title={t('explorer.empty.refused')}>{t('explorer.empty.refusedHint')}</Empty>
      )}
      {over && (
        <Empty title={t(filtered ? 'explorer.empty.noMatch' : 'explorer.empty.none')}>
          {t(filtered ? 'explorer.empty.noMatchHint' : 'explorer.empty.noneHint')}
        </Empty>
      )}
      {!over && (phase !== 'failed' || !nothing) && children}
    </>
  )
}
