import { type KeyboardEvent, type SyntheticEvent, useRef } from 'react'
import type { LogReader } from './log-reader.ts'

/** As near to the end as this counts as the end. */
const END_PX = 16
/** A scroll this long after a wheel, key or touch is the reader's; a later one is the page's own. */
const INTENT_MS = 1000

const END_KEYS = ['End', 'PageDown', 'ArrowDown', ' ']

/** Stops following when somebody scrolls up, and follows again when they come back to the end. */
export function useReading(reader: LogReader, onScrolled: () => void) {
  const intentAt = useRef(0)
  const lastTop = useRef(0)
  const noteIntent = () => {
    intentAt.current = Date.now()
  }

  const onScroll = ({ currentTarget }: SyntheticEvent<HTMLElement>) => {
    const { scrollTop, scrollHeight, clientHeight } = currentTarget
    const theirs = Date.now() - intentAt.current < INTENT_MS
    const atEnd = scrollHeight - scrollTop - clientHeight < END_PX
    const { following, window, phase } = reader.get()
    if (theirs && following && scrollTop < lastTop.current - 1 && !atEnd) reader.hold()
    if (
      theirs &&
      !following &&
      atEnd &&
      scrollTop > lastTop.current &&
      !window.moreAfter &&
      phase === 'ready'
    )
      reader.follow()
    lastTop.current = scrollTop
    onScrolled()
  }
  const onKeyDown = ({ key, target, currentTarget }: KeyboardEvent<HTMLElement>) => {
    if (target === currentTarget || END_KEYS.includes(key) || key === 'Home' || key.endsWith('Up'))
      noteIntent()
  }
  return { onScroll, onWheel: noteIntent, onTouchMove: noteIntent, onPointerDown: noteIntent, onKeyDown }
}
