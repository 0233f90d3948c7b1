/** The part of a keyboard event that matters here. */
export interface KeyPress {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}

/** `g` then a letter must come within this time. */
const SEQUENCE_MS = 1500

/** A key with its modifier as bindings write it: `mod+k`, `?`, `g`; null for what no binding can name. */
export function keyName({ key, ctrlKey, metaKey, altKey }: KeyPress): string | null {
  if (altKey || key.length !== 1) return null
  return ctrlKey || metaKey ? `mod+${key.toLowerCase()}` : key
}

/** Turns single presses into bindings of one or two keys (`/`, `mod+k`, `g o`). */
export function createKeySequence(now: () => number = Date.now) {
  let first: { key: string; at: number } | null = null
  return {
    /** The binding this press completes, out of `bindings`; undefined when it completes none. */
    press(key: string, bindings: ReadonlySet<string>): string | undefined {
      const begun = first && now() - first.at <= SEQUENCE_MS ? `${first.key} ${key}` : null
      first = null
      if (begun !== null && bindings.has(begun)) return begun
      if (bindings.has(key)) return key
      if ([...bindings].some((binding) => binding.startsWith(`${key} `))) first = { key, at: now() }
      return undefined
    },
  }
}
