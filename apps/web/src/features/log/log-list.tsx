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
import type { Wanted } from './matched-text.tsx'
import { PlacedRow } from './placed-row.tsx'
import type { LogReaderState } from './reader-state.ts'
import type { OnRowAct, RowAct } from './row-menu.tsx'
import { useActiveRow } from './use-active-row.ts'
import { useLogRows } from './use-log-rows.ts'
import { useReading } from './use-reading.ts'

interface LogListProps {
  reader: LogReader
  state: LogReaderState
  wrap: boolean
  narrow: boolean
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
function useList({ reader, state, narrow, onError }: LogListProps) {
  const { rows } = state.window
  const { scroller, list, readNearEdges } = useLogRows({ reader, state, narrow })
  const reading = useReading(reader, readNearEdges)
  const firstInSight = () => list.getVirtualItemForOffset(list.scrollOffset ?? 0)?.index ?? 0
  const reveal = (index: number) => list.scrollToIndex(index)
  const keyboard = useActiveRow({ reader, state, scroller, firstInSight, reveal })
  const fromHere = () => {
    const index = keyboard.activeIndex()
    return index >= 0 ? index : state.following ? rows.length : firstInSight()
  }
  useHotkey('e', () => onError(fromHere(), 1, keyboard.go))
  useHotkey('E', () => onError(fromHere(), -1, keyboard.go))

  const inSight = rows[firstInSight()]
  useEffect(() => reader.look(inSight), [reader, inSight])
  return { scroller, list, reading, keyboard, inSight }
}

/** The log as one endless list, of which only what is in sight is drawn. */
export function LogList(props: LogListProps) {
  const { reader, state, wrap, showSource, wanted, strip } = props
  const { t } = useI18n()
  const { rows } = state.window
  const { scroller, list, reading, keyboard, inSight } = useList(props)
  const { opened, act } = useOpened(props.onAct)
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
          <LogEdge side="before" reader={reader} state={state} />
          {list.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index]
            return (
              row && (
                <PlacedRow
                  key={key}
                  index={index}
                  start={start}
                  measure={list.measureElement}
                  row={row}
                  onAct={act}
                >
                  <LogRow
                    row={row}
                    active={keyboard.active === rowKey(row)}
                    marked={row.cursor === state.anchor}
                    open={opened.has(row.cursor)}
                    wrap={wrap}
                    showSource={showSource}
                    wanted={wanted}
                    onAct={act}
                  />
                </PlacedRow>
              )
            )
          })}
          <LogEdge side="after" reader={reader} state={state} />
        </div>
      </div>
      {strip(inSight?.at ?? null)}
      {!state.following && rows.length > 0 && <NewPill fresh={state.fresh} onFollow={props.onFollow} />}
    </div>
  )
}

function NewPill({ fresh, onFollow }: { fresh: number | null; onFollow: () => void }) {
  const { t } = useI18n()
  return (
    <Button variant="primary" size="sm" onClick={onFollow} className="absolute right-8 bottom-3 z-10">
      <ArrowDown aria-hidden="true" className="size-3.5" />
      {fresh !== null && fresh > 0 ? t('explorer.new', { count: fresh }) : t('explorer.newSome')}
    </Button>
  )
}

/** Which rows are shown whole. */
function useOpened(onAct: OnRowAct): { opened: ReadonlySet<string>; act: OnRowAct } {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const latest = useRef(onAct)
  useEffect(() => {
    latest.current = onAct
  })
  // The same function for good: a new one would draw every row again.
  const [act] = useState(() => (name: RowAct, row: LogRecord) => {
    if (name === 'toggle') setOpened((now) => toggled(now, row.cursor))
    else latest.current(name, row)
  })
  return { opened, act }
}

function toggled(set: ReadonlySet<string>, name: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(name)) next.add(name)
  return next
}
