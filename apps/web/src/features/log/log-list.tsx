import { ArrowDown } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useHotkey } from '../../lib/hotkeys.tsx'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { LogEdge } from './log-edge.tsx'
import type { LogReader } from './log-reader.ts'
import { type LogRecord, LogRow } from './log-row.tsx'
import { rowKey } from './log-window.ts'
import type { Fresh, LogReaderState } from './reader-state.ts'
import type { OnRowAct, RowAct } from './row-menu.tsx'
import type { Wanted } from './row-parts.ts'
import { useActiveRow } from './use-active-row.ts'
import { useLogRows } from './use-log-rows.ts'
import { useReading } from './use-reading.ts'

interface LogListProps {
  reader: LogReader
  state: LogReaderState
  wrap: boolean
  narrow: boolean
  /** Whether no line is left out. */
  whole: boolean
  showSource: boolean
  wanted: Wanted
  onAct: OnRowAct
  onFollow: () => void
  /** Goes to the next error from this row on; the reader of the whole log knows more than the list. */
  onError: (from: number, step: 1 | -1, go: (index: number) => void) => void
  /** The strip at the right edge, told which row is in sight. */
  strip: (at: string | null) => ReactNode
}

/** The list's scrolling and its keys. */
function useList({ reader, state, narrow, wrap, onError }: LogListProps) {
  const { rows } = state.window
  const { scroller, list, goTo, readNearEdges, fixed } = useLogRows({ reader, state, narrow, wrap })
  const reading = useReading(reader, readNearEdges)
  const firstInSight = () => list.getVirtualItemForOffset(list.scrollOffset ?? 0)?.index ?? 0
  const keyboard = useActiveRow({ reader, state, scroller, firstInSight, reveal: goTo })
  const fromHere = () => {
    const index = keyboard.activeIndex()
    return index >= 0 ? index : state.following ? rows.length : firstInSight()
  }
  useHotkey('e', () => onError(fromHere(), 1, keyboard.go))
  useHotkey('E', () => onError(fromHere(), -1, keyboard.go))

  const inSight = rows[firstInSight()]
  useEffect(() => reader.look(inSight), [reader, inSight])
  return { scroller, list, reading, keyboard, inSight, fixed }
}

/** The log as one endless list, of which only what is in sight is drawn. */
export function LogList(props: LogListProps) {
  const { reader, state, wrap, showSource, wanted, strip } = props
  const { t } = useI18n()
  const { rows } = state.window
  const { scroller, list, reading, keyboard, inSight, fixed } = useList(props)
  const { opened, touched, act } = useOpened(props.onAct)
  const items = list.getVirtualItems()
  return (
    <div className="relative flex min-h-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-label={t('explorer.list')}
        aria-live="off"
        aria-busy={state.phase === 'loading'}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
        tabIndex={0}
        {...reading}
        onFocus={keyboard.onFocus}
        className={cx(
          'min-w-0 flex-1 overflow-x-hidden overflow-y-auto bg-surface font-mono text-xs -outline-offset-2 [overflow-anchor:none]',
          state.phase === 'loading' && rows.length > 0 && 'opacity-60',
        )}
      >
        <div className="relative min-h-full" style={{ height: list.getTotalSize() }}>
          <LogEdge side="before" reader={reader} state={state} whole={props.whole} />
          <div style={{ paddingTop: items[0]?.start }}>
            {items.map(({ index, key }) => {
              const row = rows[index]
              return (
                row && (
                  <LogRow
                    key={key}
                    row={row}
                    index={fixed && !touched.has(row.cursor) ? -1 : index}
                    measure={list.measureElement}
                    active={keyboard.active === rowKey(row)}
                    marked={row.cursor === state.anchor}
                    open={opened.has(row.cursor)}
                    wrap={wrap}
                    showSource={showSource}
                    wanted={wanted}
                    onAct={act}
                  />
                )
              )
            })}
          </div>
          <LogEdge side="after" reader={reader} state={state} whole={props.whole} />
        </div>
      </div>
      {strip(inSight?.at ?? null)}
      {!state.following && rows.length > 0 && <NewPill fresh={state.fresh} onFollow={props.onFollow} />}
    </div>
  )
}

function NewPill({ fresh, onFollow }: { fresh: Fresh | null; onFollow: () => void }) {
  const { t } = useI18n()
  const text = fresh?.atLeast ? 'explorer.newAtLeast' : 'explorer.new'
  return (
    <Button variant="primary" size="sm" onClick={onFollow} className="absolute right-8 bottom-3 z-10">
      <ArrowDown aria-hidden="true" className="size-3.5" />
      {fresh !== null && fresh.count > 0 ? t(text, { count: fresh.count }) : t('explorer.newSome')}
    </Button>
  )
}

/** Which rows are shown whole, and which were at some time: their height is not known any more. */
function useOpened(onAct: OnRowAct) {
  const [{ opened, touched }, setOpened] = useState(NONE_OPENED)
  const latest = useRef(onAct)
  useEffect(() => {
    latest.current = onAct
  })
  // The same function for good: a new one would draw every row again.
  const [act] = useState(() => (name: RowAct, row: LogRecord) => {
    if (name === 'toggle') setOpened((now) => toggled(now, row.cursor))
    else latest.current(name, row)
  })
  return { opened, touched, act }
}

interface Opened {
  opened: ReadonlySet<string>
  touched: ReadonlySet<string>
}

const NONE_OPENED: Opened = { opened: new Set(), touched: new Set() }

function toggled({ opened, touched }: Opened, name: string): Opened {
  const next = new Set(opened)
  if (!next.delete(name)) next.add(name)
  return { opened: next, touched: new Set(touched).add(name) }
}
