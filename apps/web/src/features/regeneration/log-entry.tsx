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
  return entry.line.form === 'derived' && <DerivedRow line={entry.line} />
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
