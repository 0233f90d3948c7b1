import type { KeyboardEvent } from 'react'

/** For a row that has the focus: Enter opens it. The same press must not go on to a button that what opens focuses. */
export function openOnEnter(open: () => void) {
  return (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Enter' || event.target !== event.currentTarget) return
    event.preventDefault()
    open()
  }
}
