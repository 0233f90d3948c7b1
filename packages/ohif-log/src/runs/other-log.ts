import { formatStamp, NO_STAMP, type PackedStamp } from '../text/stamp.ts'
import type { OtherGeneration } from './log-run.ts'

/** Entries that are kept; older ones are counted only. */
const MAX_ENTRIES = 1000

export interface OtherEntry {
  id: string
  trigger: OtherGeneration['trigger']
  thread: string
  state: OtherGeneration['state']
  migrated: boolean
  began: PackedStamp
  ended: PackedStamp
  reason: string | null
  user: string | null
  event: string | null
}

export interface OtherGenerationCounts {
  /** All that were seen, those that are no longer listed included. */
  total: number
  viewer: number
  event: number
}

/** Sessions that were built outside any run, the latest ones. */
export class OtherLog {
  #entries: OtherEntry[] = []
  readonly counts: OtherGenerationCounts = { total: 0, viewer: 0, event: 0 }

  add(entry: OtherEntry): OtherEntry {
    this.#entries.push(entry)
    // dropped in blocks: removing one entry at a time would move the whole list each time
    if (this.#entries.length >= MAX_ENTRIES * 2) this.#entries = this.#entries.slice(-MAX_ENTRIES)
    this.counts.total++
    this.counts[entry.trigger]++
    return entry
  }

  remove(entry: OtherEntry) {
    const at = this.#entries.lastIndexOf(entry)
    if (at < 0) return
    this.#entries.splice(at, 1)
    this.counts.total--
    this.counts[entry.trigger]--
  }

  loseOpen() {
    for (const entry of this.#entries) if (entry.state === 'in-work') entry.state = 'lost'
  }

  list(): OtherGeneration[] {
    return this.#entries.slice(-MAX_ENTRIES).map(({ began, ended, ...entry }) => ({
      ...entry,
      done: entry.state === 'done',
      beganAt: formatStamp(began),
      endedAt: formatStamp(ended),
    }))
  }
}

export function endOther(
  entry: OtherEntry,
  state: 'done' | 'failed',
  at: PackedStamp,
  reason: string | null = null,
) {
  entry.state = state
  entry.ended = at
  entry.reason = reason ?? entry.reason
}

export function newOther(id: string, trigger: OtherEntry['trigger'], thread: string): OtherEntry {
  return {
    id,
    trigger,
    thread,
    state: 'in-work',
    migrated: false,
    began: NO_STAMP,
    ended: NO_STAMP,
    reason: null,
    user: null,
    event: null,
  }
}
