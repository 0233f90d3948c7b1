import type { JobItem } from '@ohif-admin/contracts'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { ITEM_TONE } from './job-counts.tsx'

const ITEM_PX = 64

/** What a change of many lists does to each of them. */
export function JobItems({ items }: { items: readonly JobItem[] }) {
  const { t } = useI18n()
  const scroller = useRef<HTMLElement>(null)
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ITEM_PX,
    overscan: 8,
  })
  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
      tabIndex={0}
      aria-label={t('item.list')}
      className="max-h-96 overflow-auto rounded-md border border-line"
    >
      <ul className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const item = items[index]
          return item && <Item key={item.position} item={item} start={start} total={items.length} />
        })}
      </ul>
    </section>
  )
}

function Item({ item, start, total }: { item: JobItem; start: number; total: number }) {
  const { t } = useI18n()
  const { title, before, after, state, code, said, position } = item
  const textOf = (list: readonly string[] | null) =>
    list === null || list.length === 0 ? t('diff.empty') : list.join(' ')
  const why = code === null || state === 'done' ? null : t(`error.${code}`)
  return (
    <li
      aria-setsize={total}
      aria-posinset={position + 1}
      className="absolute inset-x-0 grid grid-cols-[minmax(0,1fr)] content-center border-b border-line px-3"
      style={{ top: start, height: ITEM_PX }}
    >
      <span className="flex items-center gap-2">
        <ForeignText className="min-w-0 flex-1 truncate font-medium">{title ?? t('site.title')}</ForeignText>
        <Badge tone={ITEM_TONE[state]} plain>
          {t(`item.state.${state}`)}
        </Badge>
      </span>
      <span
        className="truncate text-sm text-ink-2"
        title={visibleText(`${textOf(before)} → ${textOf(after)}`)}
      >
        {why === null ? (
          <>
            <ForeignText className="font-mono text-xs">{textOf(before)}</ForeignText>
            {' → '}
            <ForeignText className="font-mono text-xs">{textOf(after)}</ForeignText>
          </>
        ) : (
          `${why} ${said === null ? '' : t('list.said', { said: visibleText(said) })}`
        )}
      </span>
    </li>
  )
}
