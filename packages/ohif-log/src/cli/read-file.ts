import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'

const CHUNK_BYTES = 256 * 1024

/** A log file that may still grow, be renamed, or be cut. */
export class GrowingFile {
  readonly path: string
  readonly #chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES)
  readonly #file: number
  readonly #inode: number
  offset = 0

  /** Throws when the path cannot be opened or is no regular file. */
  constructor(path: string) {
    this.path = path
    // asked before opening: to open a pipe would wait for a writer
    if (!statSync(path).isFile()) throw new Error(`${path} is not a file`)
    this.#file = openSync(path, 'r')
    this.#inode = fstatSync(this.#file).ino
  }

  /** Hands over everything from the offset to the present end. The bytes are valid only during the call. */
  readOn(take: (chunk: Uint8Array) => void) {
    for (;;) {
      const size = readSync(this.#file, this.#chunk, 0, CHUNK_BYTES, this.offset)
      if (size === 0) return
      this.offset += size
      take(this.#chunk.subarray(0, size))
    }
  }

  /** The file became shorter than what was read of it: it was copied away and cut. */
  get wasCut(): boolean {
    return fstatSync(this.#file).size < this.offset
  }

  /** Opens what stands at the path now, or gives null when that is still this file or nothing can be opened. */
  successor(): GrowingFile | null {
    try {
      return statSync(this.path).ino === this.#inode ? null : new GrowingFile(this.path)
    } catch {
      // between the rename and the first line of the new day there is no file
      return null
    }
  }

  close() {
    closeSync(this.#file)
  }
}
