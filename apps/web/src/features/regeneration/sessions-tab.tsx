import type { Run } from '@ohif-admin/contracts'
import { useEffect, useRef } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useMediaQuery } from '../../lib/use-media-query.ts'
import { cx } from '../../ui/cx.ts'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { noSessions } from './no-sessions.ts'
import type { SessionFilter } from './run.queries.ts'
import { SessionHead, SessionRow, SkeletonSessionRow, Spacer } from './session-row.tsx'
import { SessionsToolbar, type ShowOption } from './sessions-toolbar.tsx'
import { useSessionWindow } from './use-session-window.ts'

interface SessionsTabProps {
  run: Run
  filter: SessionFilter
  options: readonly ShowOption[]
  onFilter: (filter: SessionFilter) => void
}

const ROW_PX = 36
const TALL_ROW_PX = 76

const SCROLLER = 'relative max-h-[70dvh] min-h-64 flex-1 overflow-auto -outline-offset-2 lg:max-h-none'

/** Every session of the run with its verdict and the reason for it. */
export function SessionsTab({ run, filter, options, onFilter }: SessionsTabProps) {
  const { t } = useI18n()
  const scroller = useRef<HTMLDivElement>(null)
  const wide = useMediaQuery('(min-width: 1024px)')
  const rowPx = wide ? ROW_PX : TALL_ROW_PX
  const { first, total, items, height, sessionAt, measure, failed } = useSessionWindow({
    runId: run.id,
    filter,
    scroller,
    rowPx,
  })

  useEffect(() => measure(), [rowPx, measure])

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <SessionsToolbar
        run={run}
        filter={filter}
        options={options}
        total={first.data?.total}
        onFilter={onFilter}
      />
      {failed && <ErrorNotice error={failed.error} what={t('sessions.failed')} onRetry={failed.refetch} />}
      {first.isPending && <SkeletonRows rows={8} label={t('sessions.loading')} />}
      {first.isError && (
        <ErrorNotice error={first.error} what={t('sessions.failed')} onRetry={first.refetch} />
      )}
      {first.data && total === 0 && <EmptySessions run={run} filter={filter} />}
      <section
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
        tabIndex={0}
        aria-label={t('sessions.title')}
        className={cx(SCROLLER, total === 0 && 'hidden')}
      >
        <table
          aria-rowcount={total + 1}
          aria-busy={first.isPlaceholderData}
          className={cx(
            'w-full table-fixed border-collapse max-lg:block',
            first.isPlaceholderData && 'opacity-60',
          )}
        >
          <SessionHead />
          <Spacer height={items[0]?.start ?? 0} />
          <tbody className="max-lg:block">
            {items.map(({ index }) => {
              const session = sessionAt(index)
              return session ? (
                <SessionRow key={session.position} session={session} index={index} height={rowPx} />
              ) : (
                <SkeletonSessionRow key={`pending-${index}`} index={index} height={rowPx} />
              )
            })}
          </tbody>
          <Spacer height={height - (items.at(-1)?.end ?? height)} />
        </table>
      </section>
    </div>
  )
}

function EmptySessions({ run, filter }: Pick<SessionsTabProps, 'run' | 'filter'>) {
  const { t } = useI18n()
  const { title, hint } = noSessions(run, filter)
  return <Empty title={t(title)}>{hint && t(hint)}</Empty>
}
