import type { LogRow as Row } from '@ohif-admin/contracts'
import { memo } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { cx } from '../../ui/cx.ts'
import { MarkerRow } from './marker-row.tsx'
import { MatchedText, type Wanted } from './matched-text.tsx'
import { type OnRowAct, RowMenu } from './row-menu.tsx'

export type LogRecord = Extract<Row, { form: 'record' }>

const LEVEL_CLASS: Record<LogRecord['level'], string> = {
  TRACE: 'text-ink-2',
  DEBUG: 'text-ink-2',
  INFO: 'text-ink',
  WARN: 'text-attention font-semibold',
  ERROR: 'text-bad font-semibold',
}

interface LogRowProps {
  row: Row
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

/** A row of the list. Drawn again only when something about it changes: hundreds come and go in a second. */
export const LogRow = memo(function LogRow(props: LogRowProps) {
  const { row } = props
  if (row.form === 'marker') return <MarkerRow marker={row} showSource={props.showSource} />
  return <RecordRow {...props} row={row} />
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
}: LogRowProps & { row: LogRecord }) {
  const [day, clock] = splitStamp(visibleText(row.at))
  return (
    <div
      className={cx(
        'group relative flex flex-wrap gap-x-3 py-[3px] pr-8 pl-3 leading-[1.125rem] lg:flex-nowrap',
        'group-focus/row:bg-accent-soft hover:bg-hover',
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
        <MatchedText text={row.message} wanted={wanted} />
        {open && row.more.length > 0 && <Continuation row={row} wanted={wanted} />}
      </span>
      {row.moreLines > 0 && <Fold row={row} open={open} active={active} onAct={onAct} />}
      <RowMenu row={row} active={active} onAct={onAct} />
    </div>
  )
}

/** Thread and logger, each short; whole in an opened row and on hover. */
function Origin({ row, open }: { row: LogRecord; open: boolean }) {
  const thread = visibleText(row.thread)
  const logger = visibleText(row.logger)
  return (
    <>
      <span
        title={thread}
        className={cx('foreign text-ink-2 lg:w-34 lg:shrink-0', !open && 'max-w-44 truncate max-sm:max-w-28')}
      >
        {thread}
      </span>
      <span
        title={logger}
        className={cx('foreign text-ink-2 max-sm:hidden lg:w-44 lg:shrink-0', !open && 'max-w-44 truncate')}
      >
        {open ? logger : shortLogger(logger)}
      </span>
    </>
  )
}

function Continuation({ row, wanted }: { row: LogRecord; wanted: Wanted }) {
  const { t } = useI18n()
  const missing = row.moreLines - row.more.length
  return (
    <>
      <span className="block text-ink-2">
        <MatchedText text={row.more.join('\n')} wanted={wanted} lines />
      </span>
      {missing > 0 && (
        <span className="block font-sans text-ink-2">{t('explorer.row.missing', { count: missing })}</span>
      )}
    </>
  )
}

function Fold({
  row,
  open,
  active,
  onAct,
}: Pick<LogRowProps, 'open' | 'active' | 'onAct'> & { row: LogRecord }) {
  const { t } = useI18n()
  return (
    <button
      type="button"
      tabIndex={active ? 0 : -1}
      aria-expanded={open}
      onClick={() => onAct('toggle', row)}
      className="-my-[3px] h-6 shrink-0 self-start px-1 text-accent underline underline-offset-2 -outline-offset-2"
    >
      {open ? t('explorer.row.fold') : t('explorer.row.more', { count: row.moreLines })}
    </button>
  )
}

/** `2024-03-12 10:15:02,118` as its day and its clock; a stamp of another form is all clock. */
function splitStamp(stamp: string): [day: string, clock: string] {
  const space = stamp.indexOf(' ')
  return space < 0 ? ['', stamp] : [stamp.slice(0, space), stamp.slice(space + 1)]
}

function shortLogger(logger: string): string {
  return logger.slice(logger.lastIndexOf('.') + 1)
}
