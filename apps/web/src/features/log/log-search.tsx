import { CaseSensitive, ChevronDown, ChevronUp, RefreshCw, Regex, X } from 'lucide-react'
import { type ComponentProps, useId } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { cx } from '../../ui/cx.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ToggleButton } from '../../ui/toggle-button.tsx'
import type { LogView } from './log-view.ts'
import type { PatternProblem } from './pattern-problem.ts'
import { searchSentence } from './search-sentence.ts'
import { isRunning, type SearchState } from './search-state.ts'
import { SearchText } from './search-text.tsx'

interface LogSearchProps {
  view: LogView
  search: SearchState
  onView: (change: Partial<LogView>) => void
  onStep: (step: 1 | -1) => void
  onCancel: () => void
  onAgain: () => void
}

/** What is looked for, how, and what came of it. */
export function LogSearch({ view, search, onView, onStep, onCancel, onAgain }: LogSearchProps) {
  const { t, locale } = useI18n()
  const noteId = useId()
  const refused = search.status === 'refused' ? search.refusal : null
  return (
    <search className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1.5">
      <div className="flex h-8 min-w-0 flex-1 basis-64 items-center rounded-md border border-line-strong bg-surface has-aria-invalid:border-bad sm:max-w-lg">
        <SearchText view={view} onView={onView} onStep={onStep} invalid={refused !== null} noteId={noteId} />
        <Option
          label={t('explorer.search.matchCase')}
          pressed={view.matchCase}
          onClick={() => onView({ matchCase: !view.matchCase })}
        >
          <CaseSensitive aria-hidden="true" className="size-4" />
        </Option>
        <Option
          label={t('explorer.search.regex')}
          pressed={view.regex}
          onClick={() => onView({ regex: !view.regex })}
        >
          <Regex aria-hidden="true" className="size-3.5" />
        </Option>
        <Option
          label={t('explorer.search.invert')}
          pressed={view.invert}
          onClick={() => onView({ invert: !view.invert })}
        >
          <span aria-hidden="true" className="font-mono text-sm">
            ≠
          </span>
        </Option>
      </div>
      {view.text !== '' && refused === null && (
        <div className="flex items-center gap-1">
          <IconButton
            label={t('explorer.search.previous')}
            disabled={search.hits.length === 0}
            onClick={() => onStep(-1)}
          >
            <ChevronUp aria-hidden="true" className="size-4" />
          </IconButton>
          <IconButton
            label={t('explorer.search.next')}
            disabled={search.hits.length === 0}
            onClick={() => onStep(1)}
          >
            <ChevronDown aria-hidden="true" className="size-4" />
          </IconButton>
          {isRunning(search) ? (
            <IconButton label={t('explorer.search.cancel')} onClick={onCancel}>
              <X aria-hidden="true" className="size-4" />
            </IconButton>
          ) : (
            <IconButton label={t('explorer.search.again')} onClick={onAgain}>
              <RefreshCw aria-hidden="true" className="size-3.5" />
            </IconButton>
          )}
          {!view.invert && (
            <ToggleButton pressed={!view.context} onClick={() => onView({ context: !view.context })}>
              {t('explorer.search.only')}
            </ToggleButton>
          )}
        </div>
      )}
      <div
        id={noteId}
        role="status"
        className={cx('text-sm empty:hidden', refused === null ? 'text-ink-2' : 'basis-full text-bad')}
      >
        {refused === null ? (
          view.text !== '' && searchSentence(search, { t, locale })
        ) : (
          <Refused text={view.text} problem={refused} />
        )}
      </div>
    </search>
  )
}

/** What is wrong with the pattern, and under which of its characters. */
function Refused({ text, problem: { reason, at } }: { text: string; problem: PatternProblem }) {
  const { t } = useI18n()
  return (
    <>
      {t('explorer.search.refused', { reason: visibleText(reason) })}
      {at !== null && (
        <span className="foreign mt-0.5 block font-mono whitespace-pre-wrap text-ink">
          <span className="sr-only">{t('explorer.search.refusedAt', { position: at + 1 })} </span>
          {visibleText(text.slice(0, at))}
          <span className="border-b-2 border-bad bg-bad-soft font-semibold text-bad">
            {at < text.length ? visibleText(text.slice(at, at + 1)) : '\u00a0'}
          </span>
          {visibleText(text.slice(at + 1))}
        </span>
      )}
    </>
  )
}

function Option({ label, pressed, ...rest }: { label: string; pressed: boolean } & ComponentProps<'button'>) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      className="mr-0.5 grid size-6.5 shrink-0 place-items-center rounded-sm text-ink-2 hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:text-accent"
      {...rest}
    />
  )
}
