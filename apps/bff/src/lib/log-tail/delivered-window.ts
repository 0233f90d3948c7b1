import { equalBytes, readExactly } from './file-identity.ts'
import type { LogFile } from './guarded-open.ts'

// 1 MB: a whole quiet day, or some seconds of a busy run. A cut deeper than that is answered with less precision.
const WINDOW_BYTES = 1024 * 1024
const LINE_FEED = 0x0a

/** The last bytes handed on from one file, kept to notice that the file was rewritten, and where. */
export interface DeliveredWindow {
  add(bytes: Uint8Array): void
  /** The last bytes handed on, `most` of them or fewer. */
  last(most: number): Uint8Array
  /**
   * Where to go on in a file that begins like the one we read but is not what we read: after everything the two
   * have in common, at a line start where they differ. Throws `LogFileError`.
   */
  resumePoint(file: LogFile): Promise<number>
}

/** An empty window at a position (bytes) of a file. The bytes added are referenced, not copied. */
export function createDeliveredWindow(position: number): DeliveredWindow {
  let from = position
  let to = position
  let pieces: Uint8Array[] = []

  return {
    add(bytes) {
      pieces.push(bytes)
      to += bytes.length
      while (pieces[0] && to - from - pieces[0].length >= WINDOW_BYTES) from += pieces.shift()?.length ?? 0
    },

    last(most) {
      const taken: Uint8Array[] = []
      let length = 0
      for (let index = pieces.length - 1; index >= 0 && length < most; index -= 1) {
        const piece = (pieces[index] ?? new Uint8Array()).subarray(-(most - length))
        taken.unshift(piece)
        length += piece.length
      }
      return Buffer.concat(taken)
    },

    async resumePoint(file) {
      const { size } = await file.facts()
      // Cut before the window: what is left was handed on, what came since cannot be told from it.
      if (size <= from) return size
      const kept = Buffer.concat(pieces)
      pieces = [kept]
      const found = await readExactly(file, from, Math.min(size, to) - from)
      if (equalBytes(found, kept.subarray(0, found.length))) return from + found.length
      const differs = found.findIndex((byte, index) => byte !== kept[index])
      const lineStart = kept.subarray(0, differs).lastIndexOf(LINE_FEED) + 1
      // Rewritten from before the window on: same answer as for the cut.
      return lineStart === 0 && from > 0 ? size : from + lineStart
    },
  }
}
