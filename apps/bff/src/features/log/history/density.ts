import type { LogDensity } from '@ohif-admin/contracts'
import { formatCursor } from '../../../lib/log-tail/index.ts'
import { chunksOf } from './chunks.ts'
import { RecordWalk } from './record-walk.ts'
import type { HistoryFile, SourceHistory } from './source-history.ts'

/** Small enough for 500 buckets of a quiet log, large enough for an index of gigabytes. */
const BLOCK_BYTES = 64 * 1024
const WARN = 3
const ERROR = 4
/** Files whose counts are remembered: more than a month of two nodes. */
const REMEMBERED_FILES = 80

interface Block {
  start: number
  bytes: number
  firstStamp: string
  records: number
  warnings: number
  errors: number
}

interface Counted {
  /** Up to here the file was counted: where a record begins, or its end then. */
  upTo: number
  blocks: Block[]
}

/** Counts records over the whole history. What was counted of a file is remembered: its bytes do not change. */
export class DensityIndex {
  readonly #files = new Map<string, Promise<Counted>>()

  async read(histories: readonly SourceHistory[], buckets: number): Promise<LogDensity> {
    const blocks: (Block & { cursor: LogDensity['buckets'][number]['start'] })[] = []
    for (const { source, files } of histories) {
      let latest = ''
      for (const file of files) {
        for (const block of (await this.#count(source, file)).blocks) {
          // Never back: a clock that was put back must not tear a file apart.
          if (block.firstStamp > latest) latest = block.firstStamp
          const cursor = formatCursor(source, { fileKey: file.fileKey, offset: block.start })
          blocks.push({ ...block, firstStamp: latest, cursor })
        }
      }
    }
    if (histories.length > 1)
      blocks.sort((one, other) =>
        one.firstStamp < other.firstStamp ? -1 : one.firstStamp > other.firstStamp ? 1 : 0,
      )
    return { buckets: fill(blocks, buckets) }
  }

  async #count(source: string, file: HistoryFile): Promise<Counted> {
    const key = `${source}:${file.fileKey}`
    const known = this.#files.get(key)
    const counting = (known ?? Promise.resolve({ upTo: 0, blocks: [] })).then(
      (before) => countOn(file, before),
      () => countOn(file, { upTo: 0, blocks: [] }),
    )
    this.#files.delete(key)
    this.#files.set(key, counting)
    for (const oldest of this.#files.keys()) {
      if (this.#files.size <= REMEMBERED_FILES) break
      this.#files.delete(oldest)
    }
    return counting
  }
}

/** Goes on counting where the last count ended; from the start when the file was cut since. */
async function countOn(file: HistoryFile, before: Counted): Promise<Counted> {
  const { upTo, blocks } = file.end < before.upTo ? { upTo: 0, blocks: [] } : before
  const all = [...blocks]
  const walk = new RecordWalk()
  for await (const { bytes, offset } of chunksOf(file, { from: upTo, to: file.end }, walk)) {
    for (let start = walk.next(0); start >= 0; start = walk.next(walk.lineAfter(start))) {
      const level = walk.header.level
      const at = offset + start
      let block = all.at(-1)
      if (!block || at - block.start >= BLOCK_BYTES) {
        block = { start: at, bytes: 0, firstStamp: walk.stamp(start), records: 0, warnings: 0, errors: 0 }
        all.push(block)
      }
      block.records += 1
      if (level === WARN) block.warnings += 1
      else if (level === ERROR) block.errors += 1
      if (walk.lineAfter(start) >= bytes.length) break
    }
  }
  for (const [index, block] of all.entries()) block.bytes = (all[index + 1]?.start ?? file.end) - block.start
  return { upTo: file.end, blocks: all }
}

function fill(
  blocks: readonly (Block & { cursor: LogDensity['buckets'][number]['start'] })[],
  buckets: number,
): LogDensity['buckets'] {
  const total = blocks.reduce((sum, { bytes }) => sum + bytes, 0)
  const filled: LogDensity['buckets'] = []
  let passed = 0
  let current = -1
  for (const { cursor, firstStamp, records, warnings, errors, bytes } of blocks) {
    const index = Math.min(buckets - 1, Math.floor((passed / total) * buckets))
    passed += bytes
    const bucket = filled.at(-1)
    if (index !== current || !bucket) {
      current = index
      filled.push({ start: cursor, firstStamp, records, warnings, errors })
    } else {
      bucket.records += records
      bucket.warnings += warnings
      bucket.errors += errors
    }
  }
  return filled
}
