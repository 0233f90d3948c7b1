import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { LogZipError, readLogZip, type ZippedLog } from './log-zip.ts'

const LIVE = 'ohifviewer.log'
/** Most bytes of a packed download. */
const MOST_PACKED_BYTES = 2 * 1024 ** 3
/** So much of what is there is compared before more is added to it. */
const COMPARED_BYTES = 512

/** The download is of another log than the copies that are there: of another node, or cut meanwhile. */
export class OtherLogError extends Error {
  override readonly name = 'OtherLogError'
}

/**
 * A private folder with copies of logs that are only to be had as downloads. Its files change as those of the server
 * do: lines are added to the live one, and a roll is a rename; so whatever follows a log folder can follow this one.
 */
export class LogSpool {
  readonly folder: string
  readonly #packed: string

  constructor(folder: string) {
    this.folder = path.join(folder, 'files')
    this.#packed = path.join(folder, 'download.zip')
  }

  async prepare() {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    await rm(this.#packed, { force: true })
  }

  /**
   * Takes over a download; whether it brought anything new. With `mustGoOn` only one that has all of the live log that
   * is here, under whatever name. Throws `LogZipError` and `OtherLogError`.
   */
  async take(download: Readable, { mustGoOn = false } = {}): Promise<boolean> {
    try {
      await pipeline(download, limited, createWriteStream(this.#packed, { mode: 0o600 }))
      let news = false
      await readLogZip(this.#packed, async (logs) => {
        if (mustGoOn && !(await this.#isGoneOnWith(logs)))
          throw new OtherLogError('not the log that was read')
        for (const log of logs) news = (await this.#takeOne(log)) || news
        await this.#forgetOthers(logs)
      })
      return news
    } finally {
      await rm(this.#packed, { force: true })
    }
  }

  async #isGoneOnWith(logs: readonly ZippedLog[]): Promise<boolean> {
    const live = path.join(this.folder, LIVE)
    const size = await sizeOf(live)
    if (size === null) return true
    for (const log of logs.toReversed()) if (await goesOn(live, size, log)) return true
    return false
  }

  async #takeOne(log: ZippedLog): Promise<boolean> {
    const file = path.join(this.folder, log.name)
    const size = await sizeOf(file)
    // A finished day does not change any more.
    if (log.name !== LIVE && size === log.size) return false
    if (log.name === LIVE) return this.#add(file, size ?? 0, log)
    const live = path.join(this.folder, LIVE)
    const liveSize = await sizeOf(live)
    if (size === null && liveSize !== null && (await goesOn(live, liveSize, log))) {
      await this.#add(live, liveSize, log)
      await rename(live, file)
      return true
    }
    const part = `${this.folder}/part`
    await pipeline(await log.open(), createWriteStream(part, { mode: 0o600 }))
    await rename(part, file)
    return true
  }

  async #add(file: string, size: number, log: ZippedLog): Promise<boolean> {
    const sameStart = size === 0 || (await goesOn(file, size, log))
    if (sameStart && log.size === size) return false
    // Not what we have: cut or replaced on the server, and so here.
    const from = sameStart ? size : 0
    await pipeline(
      await log.open(),
      (bytes: AsyncIterable<Buffer>) => after(bytes, from),
      createWriteStream(file, { flags: sameStart ? 'a' : 'w', mode: 0o600 }),
    )
    return true
  }

  /** What the server has deleted is not kept here either. */
  async #forgetOthers(logs: readonly ZippedLog[]) {
    const names = new Set(logs.map(({ name }) => name))
    for (const name of await readdir(this.folder)) {
      if (!names.has(name)) await rm(path.join(this.folder, name), { force: true })
    }
  }
}

async function* limited(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let left = MOST_PACKED_BYTES
  for await (const part of bytes) {
    left -= part.length
    if (left < 0) throw new LogZipError('the download is too large')
    yield part
  }
}

/** The bytes from an offset on. */
async function* after(bytes: AsyncIterable<Buffer>, offset: number): AsyncGenerator<Buffer> {
  let passed = 0
  for await (const part of bytes) {
    const from = Math.max(0, offset - passed)
    passed += part.length
    if (from < part.length) yield part.subarray(from)
  }
}

/** Whether a log begins with all of a file, as far as the file's beginning and end tell. */
async function goesOn(file: string, size: number, log: ZippedLog): Promise<boolean> {
  if (log.size < size) return false
  const length = Math.min(size, COMPARED_BYTES)
  const [ownStart, ownEnd] = [await readAt(file, 0, length), await readAt(file, size - length, length)]
  const start: Buffer[] = []
  const end: Buffer[] = []
  let passed = 0
  for await (const part of (await log.open()) as AsyncIterable<Buffer>) {
    const piece = (from: number, to: number) =>
      part.subarray(Math.max(0, from - passed), Math.max(0, to - passed))
    start.push(piece(0, length))
    end.push(piece(size - length, size))
    passed += part.length
    if (passed >= size) break
  }
  return Buffer.concat(start).equals(ownStart) && Buffer.concat(end).equals(ownEnd)
}

async function readAt(file: string, position: number, length: number): Promise<Buffer> {
  const handle = await open(file, 'r')
  try {
    const bytes = Buffer.alloc(length)
    await handle.read(bytes, 0, length, position)
    return bytes
  } finally {
    await handle.close()
  }
}

async function sizeOf(file: string): Promise<number | null> {
  const found = await stat(file).catch(() => null)
  return found?.size ?? null
}
