import { X } from 'lucide-react'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { type LogView, NO_FILTER } from './log-view.ts'

interface FilterChipsProps {
  view: LogView
  onView: (change: Partial<LogView>) => void
}

/** Filters that have no place of their own in the toolbar, each with its way out. */
export function FilterChips({ view, onView }: FilterChipsProps) {
  const { t } = useI18n()
  const { logger, thread, run, session } = view
  const chips = [
    run && { text: t('explorer.filter.run'), off: { run: undefined } },
    session && { text: t('explorer.filter.session', { value: session }), off: { session: undefined } },
    thread && {
      text: t('explorer.filter.thread', { value: visibleText(thread) }),
      off: { thread: undefined },
    },
    logger && {
      text: t('explorer.filter.logger', { value: visibleText(logger) }),
      off: { logger: undefined },
    },
  ].filter((chip) => chip !== undefined && chip !== '')
  if (chips.length === 0) return null
  return (
    <ul aria-label={t('explorer.filter.label')} className="flex flex-wrap items-center gap-2">
      {chips.map(({ text, off }) => (
        <li
          key={text}
          className="flex h-7 items-center gap-1 rounded-md border border-accent bg-accent-soft pl-2 text-sm text-accent"
        >
          <span className="foreign">{text}</span>
          <button
            type="button"
            aria-label={t('explorer.filter.remove', { value: text })}
            onClick={() => onView(off)}
            className="grid size-6.5 place-items-center rounded-md hover:bg-hover"
          >
            <X aria-hidden="true" className="size-3.5" />
          </button>
        </li>
      ))}
      <li>
        <button type="button" onClick={() => onView(NO_FILTER)} className="link min-h-6 px-1 text-sm">
          {t('explorer.filter.clear')}
        </button>
      </li>
    </ul>
  )
}
