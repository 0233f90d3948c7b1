import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { HEAD_BYTES } from '@ohif-admin/model-lint'
import { AppError } from '../../lib/app-error.ts'

/** Space that is left to everything else on the disk. */
const SPARE_BYTES = 256 * 1024 * 1024
const SUFFIX = '.upload'
const READ_BYTES = 256 * 1024

/** A whole file on the console's disk, until it is dropped. */
export interface SpooledFile {
  path: string
  bytes: number
  head: Uint8Array
  /** Hexadecimal; null where nobody asked for it. */
  sha256: string | null
  /** Each piece is good until the next one is asked for. */
  read(): AsyncIterable<Uint8Array>
}

interface Receiving {
  id: string
  bytes: number
  signal: AbortSignal
  onBytes: (bytes: number) => void
  /** Whether its checksum is of any use. */
  digest: boolean
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
    await Promise.all(left.map((name) => rm(join(this.#folder, name), { force: true })))
  }

  /** Throws `AppError` `upload-refused` when the disk cannot hold so many bytes more. */
  async demandRoom(bytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(this.#folder)
    if (bavail * bsize < bytes + SPARE_BYTES)
      throw new AppError('upload-refused', 'The disk of the console has no room for this file.')
  }

  /** Takes exactly so many bytes. Leaves nothing behind when it throws, and lets go of the stream without ending it. */
  async receive(stream: Readable, { id, bytes, signal, onBytes, digest }: Receiving): Promise<SpooledFile> {
    const path = join(this.#folder, `${id}${SUFFIX}`)
    try {
      await using file = await open(path, 'wx', 0o600)
      const taken = take(stream, file, { bytes, signal, onBytes, digest })
      // Nothing may come any more, and then the loop is where it was until the connection ends.
      const { head, sha256 } = await Promise.race([taken, rejectedOn(signal)])
      return { path, bytes, head, sha256, read: () => readPieces(path) }
    } catch (error) {
      await rm(path, { force: true })
      throw error
    }
  }

  async drop({ path: file }: Pick<SpooledFile, 'path'>): Promise<void> {
    await rm(file, { force: true })
  }
}

/** More or fewer bytes than were announced. */
export class WrongLength extends Error {}

async function take(
  stream: Readable,
  file: FileHandle,
  { bytes, signal, onBytes, digest }: Omit<Receiving, 'id'>,
): Promise<Pick<SpooledFile, 'head' | 'sha256'>> {
  const hash = digest ? createHash('sha256') : null
  const head: Buffer[] = []
  let received = 0
  for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    signal.throwIfAborted()
    if (received + chunk.length > bytes) throw new WrongLength()
    if (received < HEAD_BYTES) head.push(Buffer.from(chunk.subarray(0, HEAD_BYTES)))
    hash?.update(chunk)
    await writeAll(file, chunk)
    received += chunk.length
    release(chunk)
    onBytes(received)
  }
  if (received !== bytes) throw new WrongLength()
  return { head: Buffer.concat(head).subarray(0, HEAD_BYTES), sha256: hash?.digest('hex') ?? null }
}

async function writeAll(file: FileHandle, chunk: Buffer): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten
}

/**
 * Gives the memory of a piece back at once: V8 lets 64 MB of them pile up before it looks. One that is part of a larger
 * buffer may have other readers.
 */
function release({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0)
}

/** Into one buffer, again and again: nothing is left to be collected. */
async function* readPieces(path: string): AsyncGenerator<Uint8Array> {
  await using file = await open(path)
  const piece = Buffer.allocUnsafeSlow(READ_BYTES)
  for (;;) {
    const { bytesRead } = await file.read(piece, 0, READ_BYTES)
    if (bytesRead === 0) return
    yield piece.subarray(0, bytesRead)
  }
}

function rejectedOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    if (signal.aborted) reject(signal.reason)
  })
}
