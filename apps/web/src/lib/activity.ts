/** A request this long after the last key, click or touch is the page's own, not the person's. */
const ACTIVE_FOR_MS = 20_000

const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

/** Watches for a person using the page. `stop` removes the listeners. */
export function watchActivity(target: EventTarget, now: () => number = Date.now) {
  // Opening the page is an act of a person.
  let lastAt = now()
  const note = () => {
    lastAt = now()
  }
  for (const name of SIGNS_OF_LIFE) target.addEventListener(name, note, { capture: true, passive: true })
  return {
    isActive: () => now() - lastAt < ACTIVE_FOR_MS,
    stop: () => {
      for (const name of SIGNS_OF_LIFE) target.removeEventListener(name, note, { capture: true })
    },
  }
}
