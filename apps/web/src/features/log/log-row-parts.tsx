import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { cx } from '../../ui/cx.ts'
import type { LogRecord } from './log-row.tsx'
import type { TextPart } from './matched-parts.ts'
import { MatchedText } from './matched-text.tsx'
import type { OnRowAct } from './row-menu.tsx'

/** Thread and logger, each short; whole in an opened row and on hover. */
export function Origin({ row, open }: { row: LogRecord; open: boolean }) {
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

export function Continuation({ row, parts }: { row: LogRecord; parts: readonly TextPart[] }) {
  const { t } = useI18n()
  const missing = row.moreLines - row.more.length
  return (
    <>
      <span className="block text-ink-2">
        <MatchedText parts={parts} />
      </span>
      {missing > 0 && (
        <span className="block font-sans text-ink-2">{t('explorer.row.missing', { count: missing })}</span>
      )}
    </>
  )
}

export function Fold({
  row,
  open,
  active,
  onAct,
}: {
  row: LogRecord
  open: boolean
  active: boolean
  onAct: OnRowAct
}) {
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

function shortLogger(logger: string): string {
  return logger.slice(logger.lastIndexOf('.') + 1)
}
