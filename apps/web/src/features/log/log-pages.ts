import type { LogPage } from '@ohif-admin/contracts'
import type { Query } from '../../lib/api.ts'
import { addAfter, addBefore } from './log-window.ts'
import { PAGE_ROWS } from './reader-state.ts'
import { ReaderStore } from './reader-store.ts'

export type ReadPage = (query: Query, options: { signal: AbortSignal }) => Promise<LogPage>

/** Answers without a match before the reader is asked whether to look further. */
const MAX_EMPTY = 20

/** A piece of the log, read page by page as somebody comes near its edges. */
export class LogPages extends ReaderStore {
  readonly #read: ReadPage
  protected filter: Query = {}
  /** Ends everything that is being read for the present view. */
  protected abort = new AbortController()

  constructor(read: ReadPage) {
    super()
    this.#read = read
  }

  /** `wanted`: by a person, who may try again what was given up. */
  readBefore = (wanted = false) => this.#extend('before', wanted)
  readAfter = (wanted = false) => this.#extend('after', wanted)

  /** Rejects when the view has changed meanwhile. */
  protected async read(place: Query, signal: AbortSignal): Promise<LogPage> {
    const page = await this.#read({ ...this.filter, ...place }, { signal })
    signal.throwIfAborted()
    return page
  }

  async #extend(side: 'before' | 'after', wanted: boolean): Promise<void> {
    const { phase, window, [side]: edge } = this.get()
    const more = side === 'before' ? window.moreBefore : window.moreAfter
    if (phase !== 'ready' || !more || edge === 'loading' || (edge !== 'idle' && !wanted)) return
    const { signal } = this.abort
    this.set({ [side]: 'loading' })
    try {
      for (let empty = 0; empty < MAX_EMPTY; empty += 1) {
        const cursor = this.get().window[side] ?? undefined
        const page = await this.read({ cursor, side, limit: PAGE_ROWS }, signal)
        const add = side === 'before' ? addBefore : addAfter
        this.set({ window: add(this.get().window, page) })
        const rest = side === 'before' ? page.moreBefore : page.moreAfter
        if (page.rows.length > 0 || !rest) return this.set({ [side]: 'idle' })
      }
      this.set({ [side]: 'tired' })
    } catch {
      if (!signal.aborted) this.set({ [side]: 'failed' })
    }
  }
}
