import { createDeliveredWindow, type DeliveredWindow } from './delivered-window.ts'
import { equalBytes, type FileHead, hasHead, readExactly, readHead } from './file-identity.ts'
import { LIVE_FILE, type LogFile } from './guarded-open.ts'
import type { Held, OpenLog } from './locate.ts'
import type { FileReason } from './tail-events.ts'

const CHUNK_BYTES = 256 * 1024
const CHECK_BYTES = 64
const LINE_FEED = 0x0a

/** Where a reader stands: an open file, and how far it was handed on. */
export interface Place extends Held {
  head: FileHead | null
  offset: number
  readonly window: DeliveredWindow
  /** Size (bytes) when last looked at: tells how much is lost if the rest cannot be read. */
  size: number
  /** Set until the listener knows that reading begins here. */
  why: FileReason | null
  /** The live file was emptied after what this place holds: what follows is new from its first byte. */
  emptied: boolean
  /** Nothing more is read here: the content is gone, or it cannot be read and was given up. */
  spent: boolean
  /** Modification time up to which the content is known to be what was handed on. */
  provenNs: bigint
}

/** A place in an open file; `why` is null when the listener need not know that the file changed. */
export function createPlace(
  { file, head, offset }: Held,
  why: FileReason | null,
  { window = createDeliveredWindow(offset), emptied = false } = {},
): Place {
  return { file, head, offset, window, size: offset, why, emptied, spent: false, provenNs: -1n }
}

/**
 * The next bytes of the place's file; `null` when all were handed on, `'rewritten'` when the file is no longer the
 * one that was read: shorter, beginning otherwise, or different just before the place. Throws `LogFileError`.
 */
export async function nextChunk(place: Place): Promise<Uint8Array | 'rewritten' | null> {
  const { file, head, offset } = place
  if (head === null) return null
  if (place.size - offset >= CHUNK_BYTES && place.window.last(1).length > 0) {
    // In the middle of a long file the bytes before the place are proof enough.
    const chunk = await readOn(place, CHUNK_BYTES)
    if (chunk.length > 0) return chunk
  }

  const { size, modifiedNs } = await file.facts()
  if (size < offset) return 'rewritten'
  place.size = size
  if (size === offset && modifiedNs === place.provenNs) return null

  const chunk = await readOn(place, Math.min(size - offset, CHUNK_BYTES))
  if (chunk === 'rewritten' || !(await hasHead(file, head))) return 'rewritten'
  if (chunk.length > 0) return chunk
  place.provenNs = modifiedNs
  return null
}

/** The next `most` bytes or fewer. Reads the bytes before them in the same call: a file changes between two. */
async function readOn(place: Place, most: number): Promise<Uint8Array | 'rewritten'> {
  const { file, offset, window } = place
  const before = window.last(CHECK_BYTES)
  const read = await readExactly(file, offset - before.length, before.length + most)
  if (!equalBytes(read.subarray(0, before.length), before)) return 'rewritten'
  const chunk = read.subarray(before.length)
  // Shorter than expected: what is known of the size is no longer true.
  if (chunk.length < most) place.size = offset + chunk.length
  return chunk
}

/** Learns the identity of a file that had none yet. Throws `LogFileError`. */
export async function learnHead(place: Place, { finished }: { finished: boolean }): Promise<void> {
  place.head ??= await readHead(place.file, { finished: finished || place.file.name !== LIVE_FILE })
}

/** Whether `copy` holds what was handed on from the place, and perhaps more. Throws `LogFileError`. */
export async function holdsAll(copy: OpenLog, place: Place): Promise<boolean> {
  if (!copy.head || copy.head.key !== place.head?.key) return false
  if ((await copy.file.facts()).size < place.offset) return false
  const before = place.window.last(CHECK_BYTES)
  return equalBytes(await readExactly(copy.file, place.offset - before.length, before.length), before)
}

/** The offset (bytes) after the last line feed within the last 256 KB; the size when there is none. */
export async function lastLineEnd(file: LogFile): Promise<number> {
  const { size } = await file.facts()
  const from = Math.max(0, size - CHUNK_BYTES)
  const feed = (await readExactly(file, from, size - from)).lastIndexOf(LINE_FEED)
  return feed < 0 ? size : from + feed + 1
}
