import type { LogLine } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { cx } from '../../ui/cx.ts'
import type { LogEntry } from './log-view.ts'

type Line<Form extends LogLine['form']> = Extract<LogLine, { form: Form }>

/** What the server writes in place of a message that may name a person. */
const MASKED = '(masked)'

const LEVEL_CLASS: Record<Line<'record'>['level'], string> = {
  TRACE: 'text-ink-2',
  DEBUG: 'text-ink-2',
  INFO: 'text-ink',
  WARN: 'text-attention font-semibold',
  ERROR: 'text-bad font-semibold',
}

export function LogEntryRow({ entry }: { entry: LogEntry }) {
  const { t } = useI18n()
  if (entry.kind === 'skipped') {
    return (
      <p className="border-y border-dashed border-line-strong px-3 py-1 font-sans text-ink-2">
        {t('log.skipped', { count: entry.count })}
      </p>
    )
  }
  return entry.line.form === 'record' ? <RecordRow line={entry.line} /> : <DerivedRow line={entry.line} />
}

/** A record as the log has it: time, level, thread, logger, message, and its further lines folded. */
function RecordRow({ line }: { line: Line<'record'> }) {
  const { t } = useI18n()
  return (
    <div
      className={cx(
        'flex flex-wrap gap-x-3 px-3 py-0.5 leading-[1.125rem] hover:bg-hover',
        line.level === 'ERROR' && 'bg-bad-soft',
        line.level === 'WARN' && 'bg-attention-soft',
      )}
    >
      <time className="text-ink-2">{visibleText(line.at)}</time>
      <span className={cx('w-10', LEVEL_CLASS[line.level])}>{line.level}</span>
      <span className="foreign text-ink-2">[{visibleText(line.thread)}]</span>
      <span className="foreign text-ink-2" title={visibleText(line.logger)}>
        {visibleText(shortLogger(line.logger))}
      </span>
      <span className="foreign min-w-0 flex-1 basis-80 whitespace-pre-wrap">
        {line.message === MASKED ? t('log.masked') : visibleText(line.message)}
      </span>
      {line.moreLines > 0 && <Continuation line={line} />}
    </div>
  )
}

function Continuation({ line }: { line: Line<'record'> }) {
  const { t } = useI18n()
  const missing = line.moreLines - line.more.length
  return (
    <details className="basis-full pl-4">
      <summary className="inline-block min-h-6 py-0.5 text-accent underline underline-offset-2">
        {t('log.more', { count: line.moreLines })}
      </summary>
      <pre className="foreign whitespace-pre-wrap text-ink-2">{line.more.map(visibleText).join('\n')}</pre>
      {missing > 0 && <p className="font-sans text-ink-2">{t('log.moreMissing', { count: missing })}</p>}
    </details>
  )
}

/** What happened, for those who do not see the log's own words. */
function DerivedRow({ line }: { line: Line<'derived'> }) {
  const { t } = useI18n()
  return (
    <div className="flex flex-wrap gap-x-3 px-3 py-0.5 leading-[1.125rem] hover:bg-hover">
      <time className="text-ink-2">{visibleText(line.at)}</time>
      <span className={cx('font-sans', line.event.endsWith('failed') && 'font-semibold text-bad')}>
        {t(`log.event.${line.event}`)}
      </span>
      {line.sessionId !== null && <span className="foreign">{visibleText(line.sessionId)}</span>}
    </div>
  )
}

function shortLogger(logger: string): string {
  return logger.slice(logger.lastIndexOf('.') + 1)
}
