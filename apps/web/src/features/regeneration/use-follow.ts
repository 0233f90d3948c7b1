import { type SyntheticEvent, useRef, useState } from 'react'
import { countSince } from '../../lib/bounded-list.ts'
import type { LogView } from './log-view.ts'

/** As near to the end as this counts as the end: less than one line. */
const END_PX = 16
/** A scroll this long after a wheel, key or touch is the reader's; a later one is the page's own. */
const INTENT_MS = 1000

/**
 * Follow the end, or hold still. Holding still shows the lines as they were when the reader scrolled up, so that
 * neither new nor dropped lines move them; `fresh` counts what has come since. A log that was already complete
 * when it was opened is not followed.
 */
export function useFollow(view: LogView, live: boolean) {
  const [tails] = useState(live)
  const [held, setHeld] = useState<LogView | null>(null)
  const intentAt = useRef(0)
  const lastTop = useRef(0)

  const noteIntent = () => {
    intentAt.current = Date.now()
  }
  const onScroll = ({
    currentTarget: { scrollTop, scrollHeight, clientHeight },
  }: SyntheticEvent<HTMLElement>) => {
    const atEnd = scrollHeight - scrollTop - clientHeight < END_PX
    const up = scrollTop < lastTop.current && Date.now() - intentAt.current < INTENT_MS
    if (tails && up && !atEnd && held === null) setHeld(view)
    if (atEnd && held !== null && !up) setHeld(null)
    lastTop.current = scrollTop
  }

  return {
    shown: held ?? view,
    following: tails && held === null,
    holding: held !== null,
    fresh: held === null ? 0 : countSince(view.entries, held.entries),
    follow: () => setHeld(null),
    /** To be spread on the element that scrolls. */
    scrollProps: {
      onScroll,
      onWheel: noteIntent,
      onTouchMove: noteIntent,
      onKeyDown: noteIntent,
      onPointerDown: noteIntent,
    },
  }
}
