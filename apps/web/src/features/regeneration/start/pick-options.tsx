import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useI18n } from '../../../i18n/i18n.ts'
import { cx } from '../../../ui/cx.ts'
import { Empty } from '../../../ui/empty.tsx'
import { ForeignText } from '../../../ui/foreign-text.tsx'
import type { Named } from '../search-projects.ts'

const ROW_PX = 40

interface PickOptionsProps<Item extends Named> {
  /** Prefix of the element ids, shared with the input that controls this list. */
  id: string
  label: string
  found: readonly Item[]
  active: number
  selected: string | undefined
  onChoose: (item: Item) => void
}

/** The list below the field; only the rows in sight exist. */
export function PickOptions<Item extends Named>({
  id,
  label,
  found,
  active,
  selected,
  onChoose,
}: PickOptionsProps<Item>) {
  const { t } = useI18n()
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: found.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
  })

  useEffect(() => {
    if (active < found.length) rows.scrollToIndex(active)
  }, [active, found, rows])

  return (
    <div className="card absolute inset-x-0 z-20 mt-1 overflow-hidden">
      {found.length === 0 && <Empty title={t('pick.noneFound')}>{t('pick.noneFoundHint')}</Empty>}
      <div
        ref={scroller}
        id={`${id}-list`}
        role="listbox"
        aria-label={label}
        className="max-h-80 overflow-auto"
        // Keeps the focus in the field, so that the list is still open when the click arrives.
        onMouseDown={(event) => event.preventDefault()}
      >
        <div className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const item = found[index]
            if (!item) return null
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field that controls the list has the keys
              // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the field (aria-activedescendant)
              <div
                key={item.id}
                id={`${id}-${index}`}
                role="option"
                aria-selected={item.id === selected}
                aria-setsize={found.length}
                aria-posinset={index + 1}
                onClick={() => onChoose(item)}
                className={cx(
                  'absolute inset-x-0 flex h-10 cursor-pointer items-center gap-3 px-3',
                  index === active ? 'bg-accent-soft' : 'hover:bg-hover',
                )}
                style={{ top: start }}
              >
                <ForeignText className="min-w-0 flex-1 truncate">{item.title}</ForeignText>
                <code className="max-w-40 shrink-0 truncate font-mono text-xs text-ink-2">{item.id}</code>
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}
