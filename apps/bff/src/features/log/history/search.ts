import { setImmediate as breathe } from 'node:timers/promises'
import type { LogCursor } from '@ohif-admin/contracts'
import { formatCursor } from '../../../lib/log-tail/index.ts'
import { chunksOf } from './chunks.ts'
import { RecordMatch } from './filter.ts'
import type { Emit, SearchJob } from './jobs.ts'
import { RecordWalk } from './record-walk.ts'
import type { Scoped } from './scope.ts'
import { chunkSearch } from './search-chunk.ts'
import { recordFrom } from './seek.ts'
import type { HistoryFile } from './source-history.ts'

/** Cursors of hits that are given out; more are counted only. */
const LISTED = 10_000
const HITS_PER_MESSAGE = 1_000
const PROGRESS_MS = 200

interface Hit {
  cursor: LogCursor
  at: string
}

/** The hits of one source, chunk by chunk: `until` is the stamp up to which all are known. */
interface Batch {
  hits: Hit[]
  matches: number
  bytes: number
  until: string
}

/** Searches everything the scopes hold, and counts all that matches. Ends early, without a word, when cancelled. */
export async function search(
  scopes: readonly Scoped[],
  { filter, masked }: SearchJob,
  emit: Emit<'search'>,
  signal: AbortSignal,
): Promise<undefined> {
  const totalBytes = scopes.reduce(
    (sum, scoped) => sum + stretches(scoped).reduce((all, one) => all + one.to - one.from, 0),
    0,
  )
  const tally = { matches: 0, listed: 0, scannedBytes: 0, toldAt: performance.now() }
  const lanes = scopes.map((scoped) => ({
    batches: searchSource(scoped, new RecordMatch(filter, masked), masked, () => tally.listed < LISTED),
    waiting: [] as Hit[],
    until: '',
    over: false,
  }))
  const progress = () =>
    emit({ type: 'progress', scannedBytes: tally.scannedBytes, totalBytes, matches: tally.matches })
  await progress()
  while (!signal.aborted) {
    // The source that is furthest behind goes on, so that hits of all come in one order.
    const lane = lanes.filter(({ over }) => !over).sort((one, other) => (one.until < other.until ? -1 : 1))[0]
    if (!lane) break
    const { value } = await lane.batches.next()
    if (value) {
      lane.waiting.push(...value.hits)
      lane.until = value.until
      tally.matches += value.matches
      tally.scannedBytes += value.bytes
    } else lane.over = true
    const ready = takeReady(lanes).slice(0, LISTED - tally.listed)
    tally.listed += ready.length
    for (let from = 0; from < ready.length; from += HITS_PER_MESSAGE) {
      const cursors = ready.slice(from, from + HITS_PER_MESSAGE).map(({ cursor }) => cursor)
      await emit({ type: 'hits', cursors })
    }
    if (performance.now() - tally.toldAt >= PROGRESS_MS) {
      tally.toldAt = performance.now()
      await progress()
    }
    // Lets a cancellation in.
    await breathe()
  }
  if (signal.aborted) return undefined
  await progress()
  await emit({ type: 'done', matches: tally.matches, listed: tally.listed })
  return undefined
}

/** Hits that no source can come before any more, in the order of their stamps. */
function takeReady(lanes: readonly { waiting: Hit[]; until: string; over: boolean }[]): Hit[] {
  const running = lanes.filter(({ over }) => !over)
  const until = running.map((lane) => lane.until).sort()[0]
  const ready = lanes.flatMap((lane) => {
    const count = until === undefined ? lane.waiting.length : prefix(lane.waiting, until)
    return lane.waiting.splice(0, count)
  })
  // Stable: within a source the order of the file stays.
  return lanes.length > 1 ? mergeHits(ready) : ready
}

function prefix(hits: readonly Hit[], until: string): number {
  const beyond = hits.findIndex(({ at }) => at > until)
  return beyond < 0 ? hits.length : beyond
}

const mergeHits = (hits: Hit[]) =>
  hits.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))

async function* searchSource(
  scoped: Scoped,
  match: RecordMatch,
  masked: boolean,
  listing: () => boolean,
): AsyncGenerator<Batch, void, void> {
  const walk = new RecordWalk()
  const find = chunkSearch(match, masked)
  for (const { file, from, to } of stretches(scoped)) {
    const start = from === 0 ? 0 : ((await recordFrom(file, from, walk))?.offset ?? to)
    for await (const { bytes, offset } of chunksOf(file, { from: start, to }, walk)) {
      const hits: Hit[] = []
      let matches = 0
      find(bytes, walk, (at) => {
        matches += 1
        if (hits.length >= LISTED || !listing()) return
        const position = { fileKey: file.fileKey, offset: offset + at }
        hits.push({ cursor: formatCursor(scoped.history.source, position), at: walk.stamp(at) })
      })
      const last = walk.startOf(bytes.length - 1, 0)
      yield { hits, matches, bytes: bytes.length, until: last < 0 ? '' : walk.stamp(last) }
    }
  }
}

function stretches({ history, from, to }: Scoped): { file: HistoryFile; from: number; to: number }[] {
  return history.files.flatMap((file, index) => {
    if (index < from.file || index > to.file) return []
    const low = index === from.file ? from.offset : 0
    const high = index === to.file ? to.offset : file.end
    return low < high ? [{ file, from: low, to: high }] : []
  })
}
