import type { CheckedEntry } from '@ohif-admin/contracts'
import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { cx } from '../../ui/cx.ts'
import { inputClass } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { EntryNotes } from './entry-notes.tsx'

interface EntryFieldProps {
  index: number
  last: boolean
  text: string
  /** What the check says of it; undefined until it has. */
  entry: CheckedEntry | undefined
  onChange: (text: string) => void
  onMove: (by: 1 | -1) => void
  onRemove: () => void
}

/** One entry of the list, with its place in the order. */
export function EntryField({ index, last, text, entry, onChange, onMove, onRemove }: EntryFieldProps) {
  const { t } = useI18n()
  const input = useRef<HTMLInputElement>(null)
  const noteId = useId()
  // An entry that was just added is the one to write in.
  useEffect(() => {
    if (input.current?.value === '') input.current.focus()
  }, [])
  const current = entry?.text === text ? entry : undefined
  const bad = (current?.problems.length ?? 0) > 0
  const number = index + 1
  return (
    <li className="grid gap-1">
      <div className="flex flex-wrap items-center gap-1 sm:flex-nowrap">
        <span className={cx('w-full shrink-0 text-sm sm:w-24', index === 0 ? 'font-medium' : 'text-ink-2')}>
          {t(index === 0 ? 'entry.used' : 'entry.ignored')}
        </span>
        <input
          ref={input}
          type="text"
          inputMode="url"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          aria-label={t('entry.label', { number })}
          aria-invalid={bad}
          aria-describedby={noteId}
          value={text}
          maxLength={600}
          placeholder="https://ai.example.org:5000"
          onChange={({ target }) => onChange(target.value)}
          className={cx(inputClass, 'w-0 min-w-0 flex-1 font-mono text-sm', index > 0 && 'line-through')}
        />
        <IconButton label={t('entry.up', { number })} disabled={index === 0} onClick={() => onMove(-1)}>
          <ArrowUp aria-hidden="true" className="size-4" />
        </IconButton>
        <IconButton label={t('entry.down', { number })} disabled={last} onClick={() => onMove(1)}>
          <ArrowDown aria-hidden="true" className="size-4" />
        </IconButton>
        <IconButton label={t('entry.remove', { number })} onClick={onRemove}>
          <X aria-hidden="true" className="size-4" />
        </IconButton>
      </div>
      <div className="min-h-5 sm:pl-25" role="status">
        {current && <EntryNotes entry={current} id={noteId} />}
      </div>
    </li>
  )
}
