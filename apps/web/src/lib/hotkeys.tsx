import { useEffect, useEffectEvent } from 'react'
import { createKeySequence, keyName } from './key-sequence.ts'
import { readPreference } from './preferences.ts'

/** The newest binding of a key wins, so that a page can take over a key of the frame. */
const bindings = new Map<string, (() => void)[]>()
const sequence = createKeySequence()

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], [role="menu"]') !== null
  )
}

function onKeyDown(event: KeyboardEvent) {
  const key = keyName(event)
  if (key === null || event.defaultPrevented) return
  const chord = key.startsWith('mod+')
  // Keys without a modifier can be switched off: they get in the way of speech input (WCAG 2.1.4).
  if (
    !chord &&
    (isTyping(event.target) || readPreference('keys') === 'off' || document.querySelector('dialog[open]'))
  )
    return
  const found = sequence.press(key, new Set(bindings.keys()))
  if (!found) return
  event.preventDefault()
  bindings.get(found)?.at(-1)?.()
}

/** Calls `act` on a key or on two keys in a row, while mounted. Keys typed into a field are left alone. */
export function useHotkey(binding: string, act: () => void): void {
  const run = useEffectEvent(act)
  useEffect(() => {
    const call = () => run()
    if (bindings.size === 0) window.addEventListener('keydown', onKeyDown)
    bindings.set(binding, [...(bindings.get(binding) ?? []), call])
    return () => {
      const rest = (bindings.get(binding) ?? []).filter((each) => each !== call)
      if (rest.length > 0) bindings.set(binding, rest)
      else bindings.delete(binding)
      if (bindings.size === 0) window.removeEventListener('keydown', onKeyDown)
    }
  }, [binding])
}

/** Moves the focus to the next or previous row of the list on the page. */
export function focusListItem(step: 1 | -1): void {
  const items = [...document.querySelectorAll<HTMLElement>('main [data-list-item]')]
  const ordered = items.sort((a, b) =>
    a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
  )
  const current = ordered.findIndex((item) => item.contains(document.activeElement))
  const next = current < 0 ? (step === 1 ? 0 : ordered.length - 1) : current + step
  ordered[next]?.focus()
}
