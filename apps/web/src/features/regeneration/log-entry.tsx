import type { LogLine } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { cx } from '../../ui/cx.ts'
import type { LogEntry } from './log-view.ts'

export function LogEntryRow({ entry }: { entry: LogEntry }) {
  const { t } = useI18n()
  if (entry.kind === 'skipped') {
    return (
      <p className="border-y border-dashed border-line-strong px-3 py-1 font-sans text-ink-2">
        {t('log.skipped', { count: entry.count })}
      </p>
    )
  }
  return entry.line.form === 'derived' ? <DerivedRow line={entry.line} /> : <RecordRow line={entry.line} />
}

/** A line as it was written, or masked; what follows its first line is folded away. */
function RecordRow({ line }: { line: Extract<LogLine, { form: 'record' }> }) {
  const { t } = useI18n()
  const { at, level, thread, message, more, moreLines } = line
  const text = (
    <>
      <time className="mr-3 text-ink-2">{visibleText(at)}</time>
      <span className={cx('mr-3', level === 'ERROR' && 'font-semibold text-bad')}>{level}</span>
      <span className="mr-3 text-ink-2">{visibleText(thread)}</span>
      <span className="foreign wrap-anywhere">{visibleText(message)}</span>
    </>
  )
  if (more.length === 0) return <div className="px-3 py-0.5 leading-[1.125rem] hover:bg-hover">{text}</div>
  return (
    <details className="px-3 py-0.5 leading-[1.125rem] hover:bg-hover">
      <summary className="cursor-pointer">
        {text} <span className="font-sans text-ink-2">{t('log.moreLines', { count: moreLines })}</span>
      </summary>
      <pre className="foreign overflow-auto pl-6 text-ink-2">{more.map(visibleText).join('\n')}</pre>
    </details>
  )
}

/** What happened, for those who do not see the log's own words. */
function DerivedRow({ line }: { line: Extract<LogLine, { form: 'derived' }> }) {
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
