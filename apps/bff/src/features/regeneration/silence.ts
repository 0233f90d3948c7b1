import type { Run } from '@ohif-admin/contracts'

/** How long is usual on a site that is not known yet. */
const DEFAULT_MS = 5 * 60_000
/** Shorter than this is no silence, however quick the site's runs are. */
const LEAST_MS = 60_000

/** How long a run may be without a line on this site, in ms, by the longest silences of past runs. */
export function usualSilence(pastMs: readonly number[]): number {
  return pastMs.length === 0 ? DEFAULT_MS : Math.max(LEAST_MS, ...pastMs)
}

/** When lines of one run came. Times are epoch ms. */
export class Silence {
  #heardAt: number
  #longestMs: number

  /** @param since when listening began; @param longestMs what is known of the run from before */
  constructor(since: number, longestMs: number | null) {
    this.#heardAt = since
    this.#longestMs = longestMs ?? 0
  }

  heard(at: number) {
    this.#longestMs = Math.max(this.#longestMs, at - this.#heardAt)
    this.#heardAt = at
  }

  get longestMs(): number {
    return this.#longestMs
  }

  lasts(now: number): number {
    return Math.max(0, now - this.#heardAt)
  }

  /** Null while lines come as often as is usual. */
  stalled(now: number, usualMs: number): Run['stalled'] {
    const silentMs = this.lasts(now)
    return silentMs > usualMs ? { silentMs, usualMs } : null
  }
}
