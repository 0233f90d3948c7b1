import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, statfs } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { HEAD_BYTES } from '@ohif-admin/model-lint'
import { AppError } from '../../lib/app-error.ts'

/** Space that is left to everything else on the disk. */
const SPARE_BYTES = 256 * 1024 * 1024
const SUFFIX = '.upload'
/** Larger pieces are faster by little and leave more to be collected: memory would grow with the speed of the line. */
const READ_BYTES = 64 * 1024

/** A whole file on the console's disk, until it is dropped. */
export interface SpooledFile {
  path: string
  bytes: number
  head: Uint8Array
  /** Hexadecimal. */
  sha256: string
  read(): AsyncIterable<Uint8Array>
}

interface Receiving {
  id: string
  bytes: number
  signal: AbortSignal
  onBytes: (bytes: number) => void
}

/**
 * Files on their way through the console: each lies in the folder from the first byte until it was sent or given up.
 * Names are made here; nothing of a file's own name reaches the disk.
 */
export class Spool {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Makes the folder, and removes what the last process left in it. */
  async prepare(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const left = (await readdir(this.#folder)).filter((name) => name.endsWith(SUFFIX))
    await Promise.all(left.map((name) => rm(path.join(this.#folder, name), { force: true })))
  }

  /** Throws `AppError` `upload-refused` when the disk cannot hold so many bytes more. */
  async demandRoom(bytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(this.#folder)
    if (bavail * bsize < bytes + SPARE_BYTES)
      throw new AppError('upload-refused', 'The disk of the console has no room for this file.')
  }

  /** Takes exactly so many bytes. Leaves nothing behind when it throws. */
  async receive(stream: Readable, { id, bytes, signal, onBytes }: Receiving): Promise<SpooledFile> {
    const file = path.join(this.#folder, `${id}${SUFFIX}`)
    const hash = createHash('sha256')
    const head: Buffer[] = []
    let received = 0
    const counted = async function* () {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        received += chunk.length
        if (received > bytes) throw new WrongLength()
        if (received - chunk.length < HEAD_BYTES) head.push(chunk.subarray(0, HEAD_BYTES))
        hash.update(chunk)
        onBytes(received)
        yield chunk
      }
    }
    try {
      await pipeline(counted(), createWriteStream(file, { flags: 'wx', mode: 0o600 }), { signal })
      if (received !== bytes) throw new WrongLength()
    } catch (error) {
      await rm(file, { force: true })
      throw error
    }
    return {
      path: file,
      bytes,
      head: Buffer.concat(head).subarray(0, HEAD_BYTES),
      sha256: hash.digest('hex'),
      read: () => createReadStream(file, { highWaterMark: READ_BYTES }),
    }
  }

  async drop({ path: file }: Pick<SpooledFile, 'path'>): Promise<void> {
    await rm(file, { force: true })
  }
}

/** More or fewer bytes than were announced. */
export class WrongLength extends Error {}
