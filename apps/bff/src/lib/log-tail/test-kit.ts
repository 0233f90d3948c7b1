import { appendFile, copyFile, mkdtemp, rename, rm, truncate, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LogProblem } from '@ohif-admin/contracts'
import type { LogPosition } from './cursor.ts'
import { createGuardedFolder, type LogFile, LogFileError, type LogFolder } from './guarded-open.ts'
import { LogReader, type TailStart } from './log-reader.ts'
import type { FileReason, ReaderListener, TailMarker, TailState } from './tail-events.ts'

/** A log folder on the real disk, and what an XNAT server and its operator do to it. */
export class TestFolder implements AsyncDisposable {
  readonly path: string
  readonly live: string
  #written = 0

  private constructor(path: string) {
    this.path = path
    this.live = join(path, 'ohifviewer.log')
  }

  static async create(): Promise<TestFolder> {
    return new TestFolder(await mkdtemp(join(tmpdir(), 'log-tail-')))
  }

  dated(date: string): string {
    return `${this.live}.${date}`
  }

  /** Writes whole lines that no other call writes, and gives their text. */
  async log(lines = 1): Promise<string> {
    const text = Array.from({ length: lines }, () => this.line()).join('')
    await appendFile(this.live, text)
    return text
  }

  line(): string {
    this.#written += 1
    const stamp = String(this.#written).padStart(9, '0')
    return `2024-03-12 ${stamp} [pool-1-thread-1] INFO  org.nrg.Handler - line ${this.#written}\n`
  }

  roll(date: string): Promise<void> {
    return rename(this.live, this.dated(date))
  }

  async rollByCopy(date: string): Promise<void> {
    await copyFile(this.live, this.dated(date))
    await unlink(this.live)
  }

  /** What logrotate calls copytruncate. */
  async copyAndEmpty(date: string): Promise<void> {
    await copyFile(this.live, this.dated(date))
    await truncate(this.live, 0)
  }

  /** Rewrites the file in place, same inode. */
  overwrite(text: string): Promise<void> {
    return writeFile(this.live, text)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true })
  }
}

/** Writes down all that a reader or tail tells. */
export class Recorder implements ReaderListener {
  readonly files: { fileKey: string; offset: number; why: FileReason }[] = []
  readonly markers: TailMarker[] = []
  readonly states: TailState[] = []
  readonly chunks: { at: LogPosition; bytes: Uint8Array }[] = []

  /** Runs once, before the next chunk can be read. */
  afterNextChunk: (() => Promise<void>) | null = null
  #next: { fileKey: string; offset: number } | null = null

  get text(): string {
    return Buffer.concat(this.chunks.map(({ bytes }) => bytes)).toString()
  }
  get reasons(): FileReason[] {
    return this.files.map(({ why }) => why)
  }

  readonly onChunk = async (bytes: Uint8Array, at: LogPosition) => {
    // Whatever the test is about: chunks follow each other from the place announced last.
    if (this.#next?.fileKey !== at.fileKey || this.#next.offset !== at.offset)
      throw new Error('chunk out of place')
    this.chunks.push({ at, bytes })
    this.#next.offset += bytes.length
    const then = this.afterNextChunk
    this.afterNextChunk = null
    await then?.()
  }
  readonly onFile = (fileKey: string, offset: number, why: FileReason) => {
    this.files.push({ fileKey, offset, why })
    this.#next = { fileKey, offset }
  }
  readonly onMarker = (marker: TailMarker) => {
    this.markers.push(marker)
  }
  readonly onState = (state: TailState) => {
    this.states.push(state)
  }
}

/** The real folder with faults a test machine cannot produce: no rights (tests may run as root), broken disks. */
export class FaultyFolder implements LogFolder {
  readonly #real: LogFolder
  /** Problems of opening, by file name. */
  readonly openProblems = new Map<string, LogProblem>()
  /** Which reads fail. */
  failsAt: (name: string, position: number) => boolean = () => false
  opened = 0
  closed = 0

  constructor(folder: TestFolder) {
    this.#real = createGuardedFolder(folder.path)
  }

  dated() {
    return this.#real.dated()
  }
  glance(name: string) {
    return this.#real.glance(name)
  }

  async open(name: string): Promise<LogFile> {
    const problem = this.openProblems.get(name)
    if (problem) throw new LogFileError(problem, 'fault')
    const file = await this.#real.open(name)
    this.opened += 1
    return {
      ...file,
      read: (into, position) => {
        if (!this.failsAt(name, position)) return file.read(into, position)
        return Promise.reject(new LogFileError('read-error', 'fault'))
      },
      close: async () => {
        this.closed += 1
        await file.close()
      },
    }
  }
}

/** A reader whose looks the test decides on, so that anything can happen between two of them. */
export class SteppedReader extends Recorder implements AsyncDisposable {
  readonly reader: LogReader

  constructor(folder: TestFolder, from: TailStart = 'start-of-live-file', files?: LogFolder) {
    super()
    this.reader = new LogReader(files ?? createGuardedFolder(folder.path), from, this)
  }

  look(): Promise<TailState> {
    return this.reader.look().then(({ state, problem }) => ({ state, problem }))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.reader.stop()
    await this.reader.close()
  }
}
