import { readBytes } from './read-bytes.ts'
import { RecordWalk } from './record-walk.ts'
import type { HistoryFile, SourceHistory, Spot } from './source-history.ts'

/** What is read at once to find a record and its stamp; most are far smaller. */
const PROBE_BYTES = 16 * 1024
const LARGEST_PROBE_BYTES = 4 * 1024 * 1024
/** From here on records are looked at one by one, because stamps may go back a little. */
const NEAR_BYTES = 64 * 1024

export interface Stamped {
  readonly offset: number
  readonly at: string
}

/** The first record of a file that begins at or after `from`, which need not be the start of a line. */
export async function recordFrom(file: HistoryFile, from: number, walk: RecordWalk): Promise<Stamped | null> {
  for (let size = PROBE_BYTES; ; size *= 8) {
    // One byte more in front: a line feed there makes `from` the start of a line.
    const low = Math.max(0, from - 1)
    const bytes = await readBytes(file, low, Math.min(file.end, low + size))
    const lineStart = low === from ? 0 : bytes.indexOf(0x0a) + 1
    if (lineStart > 0 || low === from) {
      walk.use(bytes)
      const start = walk.next(lineStart)
      if (start >= 0) return { offset: low + start, at: walk.stamp(start) }
    }
    if (bytes.length < size || size >= LARGEST_PROBE_BYTES) return null
  }
}

/** The last record of a file; null when its last 4 MB hold no beginning of one. */
export async function lastRecord(file: HistoryFile, walk: RecordWalk): Promise<Stamped | null> {
  for (let size = PROBE_BYTES; ; size *= 8) {
    const low = Math.max(0, file.end - size)
    const bytes = await readBytes(file, low, file.end)
    walk.use(bytes)
    const start =
      bytes.length === 0 ? -1 : walk.startOf(bytes.length - 1, low === 0 ? 0 : bytes.indexOf(0x0a) + 1)
    if (start >= 0) return { offset: low + start, at: walk.stamp(start) }
    if (low === 0 || size >= LARGEST_PROBE_BYTES) return null
  }
}

/** Where a stamp is in the history of a source. */
export interface Sought {
  /** The first record stamped so or later; the end when there is none. */
  readonly spot: Spot
  /** The record nearest to the stamp; null when there are no records. */
  readonly nearest: Spot | null
  readonly outside: 'before-start' | 'after-end' | null
}

/** Finds a stamp by halving, which needs some twenty small reads in a file of any size. Throws `LogFileError`. */
export async function seek(history: SourceHistory, wanted: string): Promise<Sought> {
  const walk = new RecordWalk()
  let chosen = -1
  for (let index = 0; index < history.files.length; index += 1) {
    const first = await recordFrom(history.files[index] as HistoryFile, 0, walk)
    if (first && (chosen < 0 || first.at <= wanted)) chosen = index
  }
  const file = history.files[chosen]
  if (!file) return { spot: history.end, nearest: null, outside: null }
  const low = await halve(file, wanted, walk)
  const near = await lookNear(file, low, wanted, walk)
  const inFile = (offset: number): Spot => ({ file: chosen, offset })
  const after = near.after
    ? { at: near.after.at, spot: inFile(near.after.offset) }
    : await firstOfLater(history, chosen + 1, walk)
  const spot = after?.spot ?? history.end
  const outside = near.before === null ? 'before-start' : after === null ? 'after-end' : null
  const nearest = pickNearest(
    near.before && { spot: inFile(near.before.offset), at: near.before.at },
    after,
    wanted,
  )
  // A stamp that is itself in the log is not outside of it.
  return { spot, nearest, outside: outside === 'before-start' && after?.at === wanted ? null : outside }
}

async function halve(file: HistoryFile, wanted: string, walk: RecordWalk): Promise<number> {
  let low = 0
  let high = file.end
  while (high - low > NEAR_BYTES) {
    const middle = Math.floor((low + high) / 2)
    const found = await recordFrom(file, middle, walk)
    if (!found || found.offset >= high || found.at >= wanted) high = middle
    else low = found.offset
  }
  return low
}

/** The last record before the stamp and the first one that is not, from `low` on. */
async function lookNear(file: HistoryFile, low: number, wanted: string, walk: RecordWalk) {
  let before: Stamped | null = null
  for (let from = low; from < file.end; ) {
    const found = await recordFrom(file, from, walk)
    if (!found) break
    if (found.at >= wanted) return { before, after: found }
    before = found
    from = found.offset + 1
  }
  return { before, after: null }
}

async function firstOfLater(history: SourceHistory, from: number, walk: RecordWalk) {
  for (let index = from; index < history.files.length; index += 1) {
    const first = await recordFrom(history.files[index] as HistoryFile, 0, walk)
    if (first) return { at: first.at, spot: { file: index, offset: first.offset } }
  }
  return null
}

function pickNearest(
  before: { spot: Spot; at: string } | null,
  after: { spot: Spot; at: string } | null,
  wanted: string,
): Spot | null {
  if (!before || !after) return (before ?? after)?.spot ?? null
  return distance(before.at, wanted) < distance(after.at, wanted) ? before.spot : after.spot
}

function distance(one: string, other: string): number {
  return Math.abs(stampMs(one) - stampMs(other))
}

/** A stamp on some clock without a zone, in ms. */
export function stampMs(stamp: string): number {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, ms = 0] = stamp
    .split(/[- :,]/)
    .map(Number)
  return Date.UTC(year, month - 1, day, hour, minute, second, ms)
}

const EARLIEST = '0000-01-01 00:00:00,000'

/** A stamp of which the first characters were given, in full; null when it is not one. */
export function completeStamp(text: string): string | null {
  const stamp = `${text}${EARLIEST.slice(text.length)}`
  return /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2},\d{3}$/.test(stamp) ? stamp : null
}
