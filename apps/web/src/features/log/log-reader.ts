import type { LogCursor, LogPlace, LogRow } from '@ohif-admin/contracts'
import type { Query } from '../../lib/api.ts'
import type { LiveMessage } from '../../lib/topics.ts'
import { type CountRows, FreshCount } from './fresh-count.ts'
import { createHeardRows } from './heard-rows.ts'
import { isSimple, livesIn } from './live-filter.ts'
import { LogPages, type ReadPage } from './log-pages.ts'
import { addAfter, addLive, indexOfCursor, KEEP_ROWS, regrown, windowOf } from './log-window.ts'
import { type LogTarget, middleOf, NONE_FRESH, placeOf } from './reader-state.ts'

interface LogReaderOptions {
  read: ReadPage
  count: CountRows
  /** Calls back at the next good moment to show something new. */
  schedule: (flush: () => void) => void
}

/** With one answer of this many rows a follower who fell behind is level again; else the end is read anew. */
const CATCH_UP_ROWS = 500
/** Filters that only the server understands are asked for again at most this often. */
const ASK_EVERY_MS = 1000
/** After rows could not be read. */
const TRY_AGAIN_MS = 3000

/** Reads a log of any size in pieces around what is looked at, and keeps up with its end. */
export class LogReader extends LogPages {
  readonly #options: LogReaderOptions
  readonly #heard = createHeardRows()
  readonly #fresh: FreshCount
  #shown = ''
  #pending: LogRow[] = []
  /** Behind the last of what is pending. */
  #place: LogPlace | undefined
  #flushing = false
  #catching = false
  #inSight: LogCursor | null = null
  #behind = false
  #ask: ReturnType<typeof setTimeout> | undefined

  constructor(options: LogReaderOptions) {
    super(options.read)
    this.#fresh = new FreshCount(options.count)
    this.#options = options
  }

  /** Shows the log by this filter from this place on. What is already shown is not read again. */
  show(filter: Query, target: LogTarget, follow: boolean): void {
    const wanted = JSON.stringify(filter)
    const same = wanted === this.#shown
    if (same && this.get().phase === 'ready' && this.#showHeld(target, follow)) return
    // Another filter is no reason to lose one's place.
    const kept = !same && target.at === 'end' && !this.get().following && this.#inSight
    this.filter = filter
    this.#shown = wanted
    void this.#open(kept ? { at: 'cursor', cursor: kept } : target, follow && target.at === 'end' && !kept)
  }

  /** Goes to a place that is already held; false when it is not. */
  #showHeld(target: LogTarget, follow: boolean): boolean {
    const { window, turn } = this.get()
    if (target.at === 'cursor' && indexOfCursor(window, target.cursor) >= 0) {
      this.set({ anchor: target.cursor, turn: turn + 1, following: false, note: null })
      return true
    }
    if (target.at !== 'end' || window.moreAfter) return false
    // Letting go of a place is no reason to leave it: only following moves.
    if (follow) this.follow()
    else this.set({ anchor: null, note: null })
    return true
  }

  /** Notes which row somebody is looking at. */
  look(row: LogRow | undefined): void {
    this.#inSight = row?.cursor ?? null
  }

  retry(target: LogTarget, follow: boolean): void {
    this.#shown = ''
    this.show(this.filter, target, follow)
  }

  /** Goes to the end and stays there. */
  follow(): void {
    if (this.get().window.moreAfter || this.get().phase !== 'ready')
      return void this.#open({ at: 'end' }, true)
    this.set({ following: true, fresh: NONE_FRESH, anchor: null, note: null, turn: this.get().turn + 1 })
  }

  /** Stays where it is, whatever comes. */
  hold(): void {
    if (!this.get().following) return
    this.set({ following: false, fresh: this.#fresh.restart(this.get().window.after) })
  }

  /** Follows one message of the live log. */
  live(message: LiveMessage): void {
    if (message.type === 'gap') this.#missed()
    else if (message.type === 'opened') {
      if (!this.#heard.goesOn(message)) this.#missed()
    } else if (message.type === 'log' && this.get().phase === 'ready') {
      if (message.grown) this.#regrow(message.grown)
      const rows = this.#heard.take(message)
      if (rows === null || (rows.length === 0 && message.skipped === 0)) return
      if (isSimple(this.filter)) this.#collect(rows, message)
      else this.#askLater()
    }
  }

  #regrow(grown: readonly LogRow[]) {
    const { window } = this.get()
    this.#pending = regrown(this.#pending, grown)
    this.set({ window: { ...window, rows: regrown(window.rows, grown) } })
  }

  #collect(rows: readonly LogRow[], { skipped, place }: { skipped: number; place?: LogPlace }) {
    this.#pending.push(...rows.filter((row) => livesIn(this.filter, row)))
    this.#place = place
    if (skipped > 0) this.#behind = true
    if (this.#flushing) return
    this.#flushing = true
    this.#options.schedule(this.#flush)
  }

  stop(): void {
    this.abort.abort()
    clearTimeout(this.#ask)
    this.#shown = ''
  }

  #flush = () => {
    this.#flushing = false
    if (this.#catching || this.get().phase !== 'ready') return
    const rows = this.#pending
    this.#pending = []
    const { window, following } = this.get()
    if (this.#behind && !window.moreAfter) {
      // What is pending is read again with what is missing, and at most so often when reading fails.
      if (this.#ask === undefined) void this.#catchUp()
      return
    }
    const next = addLive(window, rows, { following, place: this.#place })
    this.#count(next.moreAfter ? rows.length : next.rows.length - window.rows.length, this.#behind)
    this.#behind = false
    if (next !== window) this.set({ window: next })
  }

  /** Rows came that are not in the list, and `more` that nobody could count. */
  #count(rows: number, more = false) {
    const { following, fresh: before } = this.get()
    if (following || (rows === 0 && !more)) return
    const { fresh, ask } = this.#fresh.add(before, rows, more)
    if (fresh !== before) this.set({ fresh })
    if (ask) this.#askLater()
  }

  #missed() {
    if (this.get().phase === 'ready' && this.get().window.moreAfter) this.#count(0, true)
    else void this.#catchUp()
  }

  #askLater(delayMs = ASK_EVERY_MS) {
    const { following, window, fresh } = this.get()
    if (!following && window.moreAfter && !isSimple(this.filter))
      this.set({ fresh: this.#fresh.unknown(fresh) })
    this.#ask ??= setTimeout(() => {
      this.#ask = undefined
      void this.#catchUp()
      if (this.get().window.moreAfter) void this.#recount()
    }, delayMs)
  }

  async #recount(): Promise<void> {
    const { signal } = this.abort
    const fresh = await this.#fresh.recount(this.get().fresh, this.filter, signal)
    if (!signal.aborted && !this.get().following) this.set({ fresh })
  }

  /** Reads what was written after the window's end, when the window holds the end. */
  async #catchUp(): Promise<void> {
    const { window, phase } = this.get()
    if (phase !== 'ready' || window.moreAfter) return
    if (window.after === null) return this.#open({ at: 'end' }, this.get().following)
    if (this.#catching) {
      this.#behind = true
      return
    }
    this.#catching = true
    this.#behind = false
    const { signal } = this.abort
    try {
      while (await this.#readOn(signal));
    } catch {
      // Without it the next rows would stand behind a hole.
      if (!signal.aborted) {
        this.#behind = true
        this.#askLater(TRY_AGAIN_MS)
      }
    } finally {
      this.#catching = false
      if (!signal.aborted && (this.#pending.length > 0 || this.#behind)) this.#flush()
    }
  }

  /** Adds one answer behind the window; true when there is more to add. */
  async #readOn(signal: AbortSignal): Promise<boolean> {
    const cursor = this.get().window.after ?? undefined
    const page = await this.read({ cursor, side: 'after', limit: CATCH_UP_ROWS }, signal)
    const { following, window } = this.get()
    if (page.moreAfter && following && page.rows.length > 0) {
      void this.#open({ at: 'end' }, true)
      return false
    }
    const full = !following && window.rows.length + page.rows.length > KEEP_ROWS
    const next = full ? { ...window, moreAfter: true } : addAfter(window, page)
    this.#count(full ? page.rows.length : next.rows.length - window.rows.length, full && page.moreAfter)
    this.set({ window: next })
    return page.moreAfter && !full
  }

  async #open(target: LogTarget, following: boolean): Promise<void> {
    this.abort.abort()
    this.abort = new AbortController()
    this.#pending = []
    this.#behind = false
    this.#heard.restart()
    this.#fresh.restart(null)
    const { signal } = this.abort
    this.set({ phase: 'loading', error: null, following, before: 'idle', after: 'idle' })
    try {
      const page = await this.read(placeOf(target), signal)
      const turn = this.get().turn + 1
      const { note, anchor } = page
      const found = target.at === 'end' ? null : (anchor ?? middleOf(page.rows))
      this.set({ phase: 'ready', window: windowOf(page), note, anchor: found, turn, fresh: NONE_FRESH })
      // Whatever was written while this was read came to nobody.
      if (!page.moreAfter) void this.#catchUp()
    } catch (error) {
      if (!signal.aborted) this.set({ phase: 'failed', error })
    }
  }
}
