import type { LogCursor, LogPage, LogRow } from '@ohif-admin/contracts'
import type { Query } from '../../lib/api.ts'
import type { LiveMessage } from '../../lib/topics.ts'
import { isSimple, livesIn } from './live-filter.ts'
import { addAfter, addBefore, addLive, indexOfCursor, KEEP_ROWS, windowOf } from './log-window.ts'
import {
  FIRST_STATE,
  type LogReaderState,
  type LogTarget,
  middleOf,
  PAGE_ROWS,
  placeOf,
} from './reader-state.ts'

interface LogReaderOptions {
  read: (query: Query, options: { signal: AbortSignal }) => Promise<LogPage>
  /** Calls back at the next good moment to show something new. */
  schedule: (flush: () => void) => void
}

/** With one answer of this many rows a follower who fell behind is level again; else the end is read anew. */
const CATCH_UP_ROWS = 500
/** Answers without a match before the reader is asked whether to look further. */
const MAX_EMPTY = 20
/** Filters that only the server understands are asked for again at most this often. */
const ASK_EVERY_MS = 1000

/** Reads a log of any size in pieces around what is looked at, and keeps up with its end. */
export class LogReader {
  readonly #options: LogReaderOptions
  readonly #listeners = new Set<() => void>()
  #state = FIRST_STATE
  #filter: Query = {}
  #shown = ''
  #abort = new AbortController()
  #pending: LogRow[] = []
  #flushing = false
  #catching = false
  #inSight: LogCursor | null = null
  #behind = false
  #ask: ReturnType<typeof setTimeout> | undefined

  constructor(options: LogReaderOptions) {
    this.#options = options
  }

  get = () => this.#state

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** Shows the log by this filter from this place on. What is already shown is not read again. */
  show(filter: Query, target: LogTarget, follow: boolean): void {
    const wanted = JSON.stringify(filter)
    const same = wanted === this.#shown
    if (same && this.#state.phase === 'ready' && this.#showHeld(target, follow)) return
    // Another filter is no reason to lose one's place.
    const kept = !same && target.at === 'end' && !this.#state.following && this.#inSight
    this.#filter = filter
    this.#shown = wanted
    void this.#open(kept ? { at: 'cursor', cursor: kept } : target, follow && target.at === 'end' && !kept)
  }

  /** Goes to a place that is already held; false when it is not. */
  #showHeld(target: LogTarget, follow: boolean): boolean {
    const { window, turn } = this.#state
    if (target.at === 'cursor' && indexOfCursor(window, target.cursor) >= 0) {
      this.#set({ anchor: target.cursor, turn: turn + 1, following: false, note: null })
      return true
    }
    if (target.at !== 'end' || window.moreAfter) return false
    // Letting go of a place is no reason to leave it: only following moves.
    if (follow) this.follow()
    else this.#set({ anchor: null, note: null })
    return true
  }

  /** Notes which row somebody is looking at. */
  look(row: LogRow | undefined): void {
    this.#inSight = row?.cursor ?? null
  }

  retry(target: LogTarget, follow: boolean): void {
    this.#shown = ''
    this.show(this.#filter, target, follow)
  }

  /** Goes to the end and stays there. */
  follow(): void {
    if (this.#state.window.moreAfter || this.#state.phase !== 'ready')
      return void this.#open({ at: 'end' }, true)
    this.#set({ following: true, fresh: 0, anchor: null, note: null, turn: this.#state.turn + 1 })
  }

  /** Stays where it is, whatever comes. */
  hold(): void {
    if (this.#state.following) this.#set({ following: false, fresh: 0 })
  }

  /** `wanted`: by a person, who may try again what was given up. */
  readBefore = (wanted = false) => this.#extend('before', wanted)
  readAfter = (wanted = false) => this.#extend('after', wanted)

  /** Follows one message of the live log. */
  live(message: LiveMessage): void {
    if (message.type === 'opened' || message.type === 'gap') void this.#catchUp()
    else if (message.type === 'log' && this.#state.phase === 'ready') {
      if (isSimple(this.#filter)) this.#collect(message)
      else this.#askLater()
    }
  }

  #collect(message: Extract<LiveMessage, { type: 'log' }>) {
    this.#pending.push(...message.rows.filter((row) => livesIn(this.#filter, row)))
    if (message.skipped > 0) this.#behind = true
    if (this.#flushing) return
    this.#flushing = true
    this.#options.schedule(this.#flush)
  }

  stop(): void {
    this.#abort.abort()
    clearTimeout(this.#ask)
    this.#shown = ''
  }

  #flush = () => {
    this.#flushing = false
    if (this.#catching || this.#state.phase !== 'ready') return
    const rows = this.#pending
    this.#pending = []
    if (this.#behind) {
      this.#behind = false
      this.#count(rows.length)
      return void this.#catchUp()
    }
    const { window, following } = this.#state
    const next = addLive(window, rows, { following })
    if (!following) this.#count(rows.length)
    if (next !== window) this.#set({ window: next })
  }

  #count(rows: number) {
    const { following, fresh } = this.#state
    if (!following && fresh !== null && rows > 0) this.#set({ fresh: fresh + rows })
  }

  #askLater() {
    if (!this.#state.following && this.#state.window.moreAfter) this.#set({ fresh: null })
    this.#ask ??= setTimeout(() => {
      this.#ask = undefined
      void this.#catchUp()
    }, ASK_EVERY_MS)
  }

  /** Reads what was written after the window's end, when the window holds the end. */
  async #catchUp(): Promise<void> {
    const { window, phase } = this.#state
    if (phase !== 'ready' || window.moreAfter) return
    if (window.after === null) return this.#open({ at: 'end' }, this.#state.following)
    if (this.#catching) {
      this.#behind = true
      return
    }
    this.#catching = true
    const { signal } = this.#abort
    try {
      const page = await this.#read({ cursor: window.after, side: 'after', limit: CATCH_UP_ROWS }, signal)
      const { following } = this.#state
      if (page.moreAfter && following && page.rows.length > 0) return void this.#open({ at: 'end' }, true)
      const now = this.#state.window
      const full = !following && now.rows.length + page.rows.length > KEEP_ROWS
      const next = full ? { ...now, moreAfter: true } : addAfter(now, page)
      if (!isSimple(this.#filter)) this.#count(next.rows.length - now.rows.length)
      this.#set({ window: next })
    } catch {
      // The stream or the next message tries again; what is shown stays as it is.
    } finally {
      this.#catching = false
      if (!signal.aborted && (this.#pending.length > 0 || this.#behind)) this.#flush()
    }
  }

  async #open(target: LogTarget, following: boolean): Promise<void> {
    this.#abort.abort()
    this.#abort = new AbortController()
    this.#pending = []
    this.#behind = false
    const { signal } = this.#abort
    this.#set({ phase: 'loading', error: null, following, before: 'idle', after: 'idle' })
    try {
      const page = await this.#read(placeOf(target), signal)
      const turn = this.#state.turn + 1
      const { note, anchor } = page
      const found = target.at === 'end' ? null : (anchor ?? middleOf(page.rows))
      this.#set({ phase: 'ready', window: windowOf(page), note, anchor: found, turn, fresh: 0 })
      // Whatever was written while this was read came to nobody.
      if (!page.moreAfter) void this.#catchUp()
    } catch (error) {
      if (!signal.aborted) this.#set({ phase: 'failed', error })
    }
  }

  async #extend(side: 'before' | 'after', wanted: boolean): Promise<void> {
    const { phase, window, [side]: edge } = this.#state
    const more = side === 'before' ? window.moreBefore : window.moreAfter
    if (phase !== 'ready' || !more || edge === 'loading' || (edge !== 'idle' && !wanted)) return
    const { signal } = this.#abort
    this.#set({ [side]: 'loading' })
    try {
      for (let empty = 0; empty < MAX_EMPTY; empty += 1) {
        const cursor = this.#state.window[side] ?? undefined
        const page = await this.#read({ cursor, side, limit: PAGE_ROWS }, signal)
        const add = side === 'before' ? addBefore : addAfter
        this.#set({ window: add(this.#state.window, page) })
        const rest = side === 'before' ? page.moreBefore : page.moreAfter
        if (page.rows.length > 0 || !rest) return this.#set({ [side]: 'idle' })
      }
      this.#set({ [side]: 'tired' })
    } catch {
      if (!signal.aborted) this.#set({ [side]: 'failed' })
    }
  }

  async #read(place: Query, signal: AbortSignal): Promise<LogPage> {
    const page = await this.#options.read({ ...this.#filter, ...place }, { signal })
    signal.throwIfAborted()
    return page
  }

  #set(change: Partial<LogReaderState>) {
    this.#state = { ...this.#state, ...change }
    for (const listener of [...this.#listeners]) listener()
  }
}
