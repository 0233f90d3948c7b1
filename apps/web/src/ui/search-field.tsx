import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useHotkey } from '../lib/hotkeys.tsx'

/** Typing is fast, searching is not: the value is handed on when the keys rest this long. */
const REST_MS = 250

interface SearchFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
}

/** The search of a list; `/` goes to it. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(value)
  const [handedOn, setHandedOn] = useState(value)
  useHotkey('/', () => input.current?.focus())

  // The address changed by other means than typing here: back, a link, another tab.
  if (value !== handedOn) {
    setHandedOn(value)
    setText(value)
  }
  useEffect(() => {
    if (text.trim() === handedOn) return
    const timer = setTimeout(() => {
      setHandedOn(text.trim())
      onChange(text.trim())
    }, REST_MS)
    return () => clearTimeout(timer)
  }, [text, handedOn, onChange])

  return (
    <div className="relative min-w-40 flex-1 sm:max-w-72">
      <Search aria-hidden="true" className="pointer-events-none absolute top-2 left-2 size-4 text-ink-2" />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
        className="h-8 w-full rounded-md border border-line-strong bg-surface pr-2 pl-8 text-sm"
      />
    </div>
  )
}
