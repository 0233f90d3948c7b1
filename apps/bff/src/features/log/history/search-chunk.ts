import { decodeText, LEVELS, NOTE_NAMES } from '@ohif-admin/ohif-log'
import type { Candidate, RecordMatch } from './filter.ts'
import type { RecordWalk } from './record-walk.ts'
import { STAMP_LENGTH } from './record-walk.ts'

/** Called with where each matching record begins. */
type OnHit = (start: number) => void

/** Finds the matching records in whole records; `walk` stands on the bytes. */
export type ChunkSearch = (bytes: Buffer, walk: RecordWalk, onHit: OnHit) => void

/** The fastest way of finding what a filter wants. */
export function chunkSearch(match: RecordMatch, masked: boolean): ChunkSearch {
  const { text } = match
  const needle = text?.needle ?? null
  const jumps = match.byTextAlone && needle !== null && (!masked || !mayBeOfMask(needle))
  if (!text || !jumps || needle === null)
    return (bytes, walk, onHit) => everyRecord(bytes, walk, match, onHit)
  const sure = text.needleIsEnough && match.onlyText && !masked
  return (bytes, walk, onHit) => {
    const find = finder(bytes, needle, text.foldsCase)
    let at = 0
    for (let hit = find(at); hit >= 0; hit = find(at)) {
      const start = walk.startOf(hit, at)
      const end = walk.endOf(hit)
      if (start >= 0 && (sure || match.matches(candidateAt(bytes, walk, start, end)))) onHit(start)
      at = end
    }
  }
}

function finder(bytes: Buffer, needle: string, foldsCase: boolean): (from: number) => number {
  const wanted = Buffer.from(needle, 'latin1')
  // One character for each byte: an index in the folded bytes is an index in the bytes. Bytes again, because looking
  // for many hits in one large string is several times slower.
  const searched = foldsCase ? Buffer.from(bytes.toString('latin1').toLowerCase(), 'latin1') : bytes
  return (from) => searched.indexOf(wanted, from)
}

function everyRecord(bytes: Buffer, walk: RecordWalk, match: RecordMatch, onHit: OnHit) {
  for (let start = walk.next(0); start >= 0; ) {
    const level = LEVELS[walk.header.level]
    const end = walk.endOf(start)
    if (match.mayMatch(level) && match.matches(candidateAt(bytes, walk, start, end))) onHit(start)
    start = end < bytes.length ? end : -1
  }
}

/** The record between two offsets. */
function candidateAt(bytes: Buffer, walk: RecordWalk, start: number, end: number): Candidate {
  walk.isRecord(start)
  const { threadStart, threadEnd, level, loggerStart, loggerEnd, messageStart } = walk.header
  const feed = bytes.indexOf(0x0a, messageStart)
  const lineEnd = feed < 0 || feed > end ? end : feed
  const messageEnd = bytes[lineEnd - 1] === 0x0d && lineEnd > messageStart ? lineEnd - 1 : lineEnd
  return {
    bytes: bytes.subarray(start, end),
    record: {
      at: bytes.toString('latin1', start, start + STAMP_LENGTH),
      level: LEVELS[level] ?? '',
      thread: decodeText(bytes, threadStart, threadEnd),
      logger: decodeText(bytes, loggerStart, loggerEnd),
      message: decodeText(bytes, messageStart, Math.min(messageEnd, messageStart + 64 * 1024)),
    },
  }
}

/** Whether the words of a mask could be what matches: they are not in the bytes. */
function mayBeOfMask(needle: string): boolean {
  if (/[()]|- |^ |^-/.test(needle)) return true
  const wanted = needle.toLowerCase()
  return NOTE_NAMES.some((name) => name.includes(wanted))
}
