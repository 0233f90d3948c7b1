import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useHotkey } from '../../lib/hotkeys.tsx'
import { Button } from '../../ui/button.tsx'
import { LogEntryRow } from './log-entry.tsx'
import { hiddenBefore, type LogView } from './log-view.ts'
import { useFollow } from './use-follow.ts'

const LINE_PX = 22

/** The lines, following the end or standing still: what is being read never moves. */
export function LogLines({ view, live }: { view: LogView; live: boolean }) {
  const { t } = useI18n()
  const scroller = useRef<HTMLDivElement>(null)
  const { shown, following, holding, fresh, follow, scrollProps } = useFollow(view, live)
  const { items, dropped } = shown.entries
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    getItemKey: (index) => dropped + index,
    overscan: 20,
  })
  const end = dropped + items.length
  useHotkey('f', follow)

  useEffect(() => {
    if (following && items.length > 0) rows.scrollToIndex(items.length - 1, { align: 'end' })
  }, [following, end, rows])

  const before = hiddenBefore(shown)
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <p className="border-b border-line px-3 py-1 text-xs text-ink-2">
        {before === null
          ? t('log.latest')
          : before > 0
            ? t('log.before', { count: before })
            : t('log.fromStart')}{' '}
        · {t('log.stampsNote')}
      </p>
      <div
        ref={scroller}
        role="log"
        aria-label={t('log.title')}
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
        tabIndex={0}
        {...scrollProps}
        className="h-[60dvh] flex-1 overflow-auto bg-surface font-mono text-xs -outline-offset-2 lg:h-auto lg:min-h-64"
      >
        <div className="relative mb-2" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, key, start }) => {
            const entry = items[index]
            return (
              entry && (
                <div
                  key={key}
                  data-index={index}
                  ref={rows.measureElement}
                  className="absolute inset-x-0"
                  style={{ top: start }}
                >
                  <LogEntryRow entry={entry} />
                </div>
              )
            )
          })}
        </div>
      </div>
      {holding && (
        <Button variant="primary" size="sm" onClick={follow} className="absolute right-4 bottom-4">
          <ArrowDown aria-hidden="true" className="size-3.5" />
          {fresh > 0 ? t('log.new', { count: fresh }) : t('log.follow')}
        </Button>
      )}
    </div>
  )
}
