import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useHotkey } from '../../lib/hotkeys.tsx'
import type { LogView } from './log-view.ts'

/** Searching reads the whole history, so it waits until the keys rest; Enter does not wait. */
const REST_MS = 500

interface SearchTextProps {
  view: LogView
  onView: (change: Partial<LogView>) => void
  onStep: (step: 1 | -1) => void
  invalid: boolean
  noteId: string
}

/** The field of the search; Enter goes on to the next match. */
export function SearchText({ view, onView, onStep, invalid, noteId }: SearchTextProps) {
  const { t } = useI18n()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(view.text)
  const [handedOn, setHandedOn] = useState(view.text)
  useHotkey('/', () => input.current?.select())

  // The address changed by other means than typing here.
  if (view.text !== handedOn) {
    setHandedOn(view.text)
    setText(view.text)
  }
  const handOn = () => {
    if (text === handedOn) return
    setHandedOn(text)
    onView({ text })
  }
  useEffect(() => {
    const timer = setTimeout(handOn, REST_MS)
    return () => clearTimeout(timer)
  })
  return (
    <>
      <Search aria-hidden="true" className="pointer-events-none mx-2 size-4 shrink-0 text-ink-2" />
      <input
        ref={input}
        type="search"
        aria-label={t('explorer.search.label')}
        aria-invalid={invalid}
        aria-describedby={noteId}
        placeholder={t('explorer.search.placeholder')}
        value={text}
        maxLength={200}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={({ key, shiftKey }) => {
          if (key !== 'Enter') return
          if (text === handedOn) onStep(shiftKey ? -1 : 1)
          else handOn()
        }}
        className="h-full min-w-0 flex-1 bg-transparent font-mono text-sm -outline-offset-2"
      />
    </>
  )
}
