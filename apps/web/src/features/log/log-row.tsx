import type { LogRow as Row } from '@ohif-admin/contracts'
import { type ComponentProps, type KeyboardEvent, memo } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { cx } from '../../ui/cx.ts'
import { Continuation, Fold, Origin } from './log-row-parts.tsx'
import { rowKey } from './log-window.ts'
import { MarkerRow } from './marker-row.tsx'
import { MatchedText } from './matched-text.tsx'
import { type OnRowAct, RowMenu } from './row-menu.tsx'
import { partsOfRow, type Wanted } from './row-parts.ts'

export type LogRecord = Extract<Row, { form: 'record' }>

const LEVEL_CLASS: Record<LogRecord['level'], string> = {
  TRACE: 'text-ink-2',
  DEBUG: 'text-ink-2',
  INFO: 'text-ink',
  WARN: 'text-attention font-semibold',
  ERROR: 'text-bad font-semibold',
}

/** What the server writes in place of a message that may name a person. */
const MASKED = '(masked)'

interface LogRowProps {
  row: Row
  /** Where the row stands in the list; -1 for a row whose height is known, and so not measured. */
  index: number
  measure: (element: HTMLElement | null) => void
  /** The row the keyboard is on: its buttons can be reached by Tab. */
  active: boolean
  /** The row the address names. */
  marked: boolean
  open: boolean
  wrap: boolean
  showSource: boolean
  wanted: Wanted
  onAct: OnRowAct
}

/**
 * A row of the list; it takes the focus, and Enter opens it. Drawn again only when something about it changes:
 * hundreds come and go in a second.
 */
export const LogRow = memo(function LogRow(props: LogRowProps) {
  const { row, index, measure, onAct } = props
  const place = {
    'data-key': rowKey(row),
    'data-list-item': '',
    tabIndex: -1,
    ...(index < 0 ? {} : { 'data-index': index, ref: measure }),
  }
  if (row.form === 'marker') return <MarkerRow marker={row} showSource={props.showSource} place={place} />
  const onKeyDown = ({ key, target, currentTarget }: KeyboardEvent) => {
    if (key === 'Enter' && target === currentTarget) onAct('toggle', row)
  }
  return <RecordRow {...props} row={row} place={{ ...place, onKeyDown }} />
})

function RecordRow({
  row,
  active,
  marked,
  open,
  wrap,
  showSource,
  wanted,
  onAct,
  place,
}: LogRowProps & { row: LogRecord; place: ComponentProps<'div'> }) {
  const { t } = useI18n()
  const parts = partsOfRow(row, wanted)
  const [day, clock] = splitStamp(visibleText(row.at))
  return (
    <div
      {...place}
      className={cx(
        // Nothing is placed in a row where it is one line high: that would cost a layer for each.
        'group flex flex-wrap gap-x-3 py-[3px] pr-8 pl-3 leading-[1.125rem] -outline-offset-2 max-lg:relative lg:flex-nowrap lg:pr-1',
        'hover:bg-hover focus:bg-accent-soft',
        row.level === 'ERROR' && 'bg-bad-soft',
        row.level === 'WARN' && 'bg-attention-soft',
        marked && 'shadow-[inset_3px_0_0_var(--accent)]',
      )}
    >
      <time className="shrink-0 text-ink-2" title={visibleText(row.at)}>
        <span className="max-xl:hidden">{day} </span>
        {clock}
      </time>
      <span className={cx('w-10 shrink-0', LEVEL_CLASS[row.level])}>{row.level}</span>
      {showSource && (
        <span className="foreign max-w-24 shrink-0 truncate text-ink-2">{visibleText(row.source)}</span>
      )}
      <Origin row={row} open={open} />
      <span
        className={cx(
          'min-w-0 flex-1 max-lg:basis-full',
          wrap || open ? 'foreign whitespace-pre-wrap' : 'truncate [unicode-bidi:isolate]',
        )}
      >
        {row.message === MASKED ? t('log.masked') : <MatchedText parts={parts.message} />}
        {open && row.more.length > 0 && <Continuation row={row} parts={parts.more} />}
      </span>
      {row.moreLines > 0 && <Fold row={row} open={open} active={active} onAct={onAct} />}
      <RowMenu row={row} active={active} onAct={onAct} />
    </div>
  )
}

/** `2024-03-12 10:15:02,118` as its day and its clock; a stamp of another form is all clock. */
function splitStamp(stamp: string): [day: string, clock: string] {
  const space = stamp.indexOf(' ')
  return space < 0 ? ['', stamp] : [stamp.slice(0, space), stamp.slice(space + 1)]
}
