import type { LogProblem } from '@ohif-admin/contracts'
import type { LogPosition } from './cursor.ts'
import { LIVE_FILE, LogFileError, type LogFolder } from './guarded-open.ts'
import { locate, openWithHead, orClose } from './locate.ts'
import { LogChain, type NextLog } from './log-chain.ts'
import { type Step, stepAfterRewrite, stepTo } from './next-place.ts'
import { createPlace, lastLineEnd, learnHead, nextChunk, type Place } from './place.ts'
import type { GapReason, ReaderListener, TailState } from './tail-events.ts'

/** Where reading begins. `'end'` is the end of the last complete line. */
export type TailStart = LogPosition | 'start-of-live-file' | 'end'

/** What came of one look at the folder. */
export interface Look extends TailState {
  readonly handedOn: boolean
}

const REOPEN_EVERY = 3
const GIVE_UP_AFTER = 6

const READING: TailState = { state: 'reading', problem: null }
const WAITING: TailState = { state: 'waiting', problem: null }

/** Goes through the log of one source, one look at a time; looks must not overlap. */
export class LogReader {
  readonly #folder: LogFolder
  readonly #listener: ReaderListener
  readonly #chain: LogChain
  #start: TailStart
  #standing = false
  #place: Place | null = null
  #failures = 0
  #handedOn = false
  #stopped = false

  constructor(folder: LogFolder, start: TailStart, listener: ReaderListener) {
    this.#folder = folder
    this.#listener = listener
    this.#start = start
    this.#chain = new LogChain(folder, (bytes, reason) => this.#gap(bytes, reason))
  }

  /** Hands on everything there is now, across files. Rejects only with what the listener threw. */
  async look(): Promise<Look> {
    this.#handedOn = false
    try {
      for (;;) {
        const state = await this.#step()
        if (state) return { ...state, handedOn: this.#handedOn }
      }
    } catch (error) {
      if (!(error instanceof LogFileError)) throw error
      return { ...stateOf(error.problem), handedOn: this.#handedOn }
    }
  }

  /** The place after the last byte handed on; null while the file has no first line. */
  cursor(): LogPosition | null {
    const { head, offset } = this.#place ?? {}
    return head && offset !== undefined ? { fileKey: head.key, offset } : null
  }

  /** Lets a running look end after its present chunk. */
  stop(): void {
    this.#stopped = true
  }

  /** Closes the file; only when no look is running. */
  async close(): Promise<void> {
    await this.#place?.file.close()
  }

  /** One file further, or the state when there is nothing more to do now. */
  async #step(): Promise<TailState | null> {
    this.#place ??= await this.#attach()
    try {
      await this.#drain()
    } catch (error) {
      if (error instanceof LogFileError) await this.#readFailed()
      throw error
    }
    const place = this.#place
    if (this.#stopped) return WAITING
    if (await this.#isLive(place)) {
      if (place.head) return READING
      // Before its first line the file may have been emptied unnoticed, and what it held saved under a date.
      if (!(await this.#chain.hasNews())) return WAITING
    }
    return (await this.#moveOn(place)) ? null : WAITING
  }

  async #isLive({ file, spent }: Place): Promise<boolean> {
    const live = await this.#folder.glance(LIVE_FILE)
    return !spent && file.name === LIVE_FILE && live?.id === file.id
  }

  async #attach(): Promise<Place> {
    if (typeof this.#start === 'object') {
      const resumed = await this.#resume(this.#start)
      if (resumed) return resumed
      this.#start = 'start-of-live-file'
      this.#standing = false
    }
    if (!this.#standing) await this.#chain.passAll()
    this.#standing = true
    const next = await this.#chain.next(null).catch((error: unknown) => {
      // No file yet: all that comes is new, so none of it may be skipped.
      if (error instanceof LogFileError && error.problem === 'file-missing')
        this.#start = 'start-of-live-file'
      throw error
    })
    return this.#begin(next)
  }

  async #begin(next: NextLog): Promise<Place> {
    const skip = this.#start === 'end' && next.head !== null
    const offset = skip ? await orClose(next.file, () => lastLineEnd(next.file)) : 0
    next.enter()
    this.#start = 'start-of-live-file'
    return createPlace({ ...next, offset }, 'start')
  }

  async #resume({ fileKey, offset }: LogPosition): Promise<Place | null> {
    const { found, unreadable } = await locate(this.#folder, { fileKey, offset })
    if (!found) {
      this.#failures += 1
      if (unreadable && this.#failures < REOPEN_EVERY) throw unreadable
      this.#failures = 0
      this.#listener.onMarker({ type: 'gone', fileKey, offset })
      return null
    }
    const { size } = await orClose(found.file, async () => {
      await this.#chain.standAt(found.file.name)
      return found.file.facts()
    })
    this.#standing = true
    if (size < offset) this.#gap(null, 'truncated')
    return createPlace({ ...found, offset: Math.min(size, offset) }, 'resumed')
  }

  /** Hands on the rest of the file we stand in. */
  async #drain(): Promise<void> {
    while (this.#place && !this.#stopped && !this.#place.spent) {
      await learnHead(this.#place, { finished: false })
      this.#announce(this.#place)
      const chunk = await nextChunk(this.#place)
      if (chunk === null) return
      if (chunk === 'rewritten') this.#go(await stepAfterRewrite(this.#chain, this.#place))
      else await this.#handOn(this.#place, chunk)
    }
  }

  #announce(place: Place): void {
    if (!place.head || !place.why) return
    this.#listener.onState(READING)
    this.#listener.onFile(place.head.key, place.offset, place.why)
    place.why = null
  }

  async #handOn(place: Place, chunk: Uint8Array): Promise<void> {
    const { head, offset } = place
    this.#failures = 0
    this.#handedOn = true
    place.window.add(chunk)
    place.offset += chunk.length
    if (head) await this.#listener.onChunk(chunk, { fileKey: head.key, offset })
  }

  /** Goes to the next file, unless it has nothing for us yet. */
  async #moveOn(old: Place): Promise<boolean> {
    // An emptied file may have rolled since: its date name is news then, although the inode is ours.
    const next = await this.#chain.next(old.spent && old.emptied ? null : old)
    if (old.file.name === LIVE_FILE && next.file.id === old.file.id && !old.spent) {
      // The name was away and is back between our two looks at it.
      await next.file.close()
      return true
    }
    const step = await orClose(next.file, async () => {
      const to = await stepTo(next, old)
      if (to) await this.#finish(old)
      return to
    })
    const rewritten = this.#place !== old
    if (!step || rewritten || this.#stopped) {
      await next.file.close()
      return rewritten
    }
    next.enter()
    this.#go(step)
    await old.file.close()
    return true
  }

  /** What was written between our last read and the roll. */
  async #finish(old: Place): Promise<void> {
    if (!old.spent) await learnHead(old, { finished: true })
    await this.#drain()
  }

  #go({ place, lost }: Step): void {
    this.#place = place
    if (lost) this.#gap(null, lost)
  }

  async #readFailed(): Promise<void> {
    const place = this.#place
    if (!place) return
    this.#failures += 1
    if (this.#failures >= GIVE_UP_AFTER && place.file.name !== LIVE_FILE) {
      this.#gap(Math.max(0, place.size - place.offset), 'read-error')
      place.spent = true
      this.#failures = 0
    } else if (this.#failures % REOPEN_EVERY === 0) {
      // A stale handle of a network mount never recovers; the file behind it may.
      await this.#reopen(place)
    }
  }

  async #reopen(place: Place): Promise<void> {
    if (place.file.name === LIVE_FILE) {
      this.#start = this.cursor() ?? this.#start
      this.#place = null
      this.#failures = 0
    } else {
      const again = await openWithHead(this.#folder, place.file.name)
      this.#place = createPlace({ ...again, offset: place.offset }, null, place)
    }
    await place.file.close()
  }

  #gap(bytes: number | null, reason: GapReason): void {
    this.#listener.onMarker({ type: 'gap', bytes, reason })
  }
}

function stateOf(problem: LogProblem): TailState {
  return problem === 'file-missing' ? { state: 'waiting', problem } : { state: 'unreadable', problem }
}
