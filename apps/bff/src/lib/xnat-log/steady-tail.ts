import type { LogProblem } from '@ohif-admin/contracts'
import {
  createGuardedFolder,
  createLogTail,
  LIVE_FILE,
  LogFileError,
  type LogFolder,
  type LogPosition,
  type LogTail,
  type LogTailOptions,
  locate,
  openWithHead,
} from '../log-tail/index.ts'

/** A folder that cannot be read for less than this is only between two files. */
const PATIENCE_MS = 5_000
const LOOK_BACK_MS = 1_000

interface Options extends LogTailOptions {
  readonly from?: LogPosition
  /** Folder of copies of the same log, read while the own one cannot be; absent: there are none. */
  readonly standIn?: string
  readonly now: () => number
  /** Reading goes on elsewhere; said before its first byte. */
  readonly onSwitch: (to: 'through-xnat' | 'from-folder') => void
}

/**
 * Follows the log in its folder, and in copies of it while the folder cannot be read. A file is known by its first line,
 * wherever it lies, so a place means the same in both: reading goes on at the byte where it stopped, in either
 * direction, and only when that byte is there.
 */
export class SteadyTail {
  readonly #options: Options
  #tail: LogTail
  #mode: 'folder' | 'copies' = 'folder'
  #folderProblem: LogProblem | null = null
  #unreadableSince: number | null = null
  #switching: Promise<void> | undefined
  #lookingBack: NodeJS.Timeout | undefined
  /** After the last byte handed on, by whichever tail; at first where reading is to go on. */
  #place: LogPosition | null
  #stopped = false

  constructor(options: Options) {
    this.#options = options
    this.#place = options.from ?? null
    this.#tail = this.#tailOf('folder')
  }

  /** The folder that is read now. */
  get folder(): string {
    const { folder, standIn = folder } = this.#options
    return this.#mode === 'copies' ? standIn : folder
  }

  get readsCopies(): boolean {
    return this.#mode === 'copies'
  }

  /** What is wrong with the own folder, whether or not copies stand in for it. */
  get folderProblem(): LogProblem | null {
    return this.#folderProblem
  }

  /** Whether copies are needed, or will be if this goes on. */
  get wantsCopies(): boolean {
    const { standIn, now } = this.#options
    if (standIn === undefined) return false
    return (
      this.readsCopies || (this.#unreadableSince !== null && now() - this.#unreadableSince >= PATIENCE_MS)
    )
  }

  /** Resolves when everything there is has been handed on, or the log turned out to be unreadable. */
  start(): Promise<void> {
    return this.#tail.start()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#lookingBack)
    await this.#switching
    await this.#tail.stop()
  }

  /** The place after the last byte handed on; null while the log has no first line. */
  cursor(): LogPosition | null {
    return this.#tail.cursor()
  }

  /** A copy was taken at `takenAt` (epoch ms): resolves when it is read, if it is needed and is one of this log. */
  async copyTaken(takenAt: number): Promise<void> {
    const { standIn } = this.#options
    const since = this.#unreadableSince
    if (this.readsCopies || standIn === undefined || !this.wantsCopies || since === null) return
    if (takenAt >= since && (await this.#goesOnIn(standIn))) await this.#switchTo('copies')
  }

  #tailOf(mode: 'folder' | 'copies'): LogTail {
    const { folder, standIn = folder, from: _from, ...options } = this.#options
    const place = this.#place
    return createLogTail({
      ...options,
      folder: mode === 'folder' ? folder : standIn,
      ...(place ? { from: place } : {}),
      onFile: (fileKey, offset, why) => {
        this.#place = { fileKey, offset }
        options.onFile(fileKey, offset, why)
      },
      onChunk: (chunk, at) => {
        this.#place = { ...at, offset: at.offset + chunk.length }
        return options.onChunk(chunk, at)
      },
      onState: (state) => {
        if (mode === 'folder') this.#learn(state.problem)
        if (mode === this.#mode) options.onState(state)
      },
    })
  }

  #learn(problem: LogProblem | null) {
    this.#folderProblem = problem
    this.#unreadableSince = problem === null ? null : (this.#unreadableSince ?? this.#options.now())
  }

  #switchTo(mode: 'folder' | 'copies'): Promise<void> {
    this.#switching ??= this.#change(mode).finally(() => {
      this.#switching = undefined
    })
    return this.#switching
  }

  async #change(mode: 'folder' | 'copies') {
    await this.#tail.stop()
    if (this.#stopped) return
    this.#options.onSwitch(mode === 'copies' ? 'through-xnat' : 'from-folder')
    this.#tail = this.#tailOf(mode)
    await this.#tail.start()
    // Only now: nobody may think that the log is seen while there is more to read than was read.
    this.#mode = mode
    clearInterval(this.#lookingBack)
    if (mode === 'copies' && !this.#stopped)
      this.#lookingBack = setInterval(() => void this.#lookBack(), LOOK_BACK_MS)
    this.#options.onState(this.#tail.state)
  }

  async #lookBack() {
    if (this.#switching || this.#stopped) return
    const { folder } = this.#options
    if (await this.#goesOnIn(folder)) await this.#switchTo('folder')
  }

  /** Whether reading can go on in this folder where it stands, without losing or repeating a byte. */
  async #goesOnIn(folder: string): Promise<boolean> {
    const isOwn = folder === this.#options.folder
    try {
      const reaches = await reachesPlace(createGuardedFolder(folder), this.#place)
      if (isOwn && !reaches) this.#folderProblem = 'other-log'
      return reaches
    } catch (error) {
      if (!(error instanceof LogFileError)) throw error
      if (isOwn) this.#folderProblem = error.problem
      return false
    }
  }
}

/** Whether the file of a place is there and that long; for no place, whether there is a live file. Throws `LogFileError`. */
async function reachesPlace(folder: LogFolder, place: LogPosition | null): Promise<boolean> {
  if (place === null) {
    const { file } = await openWithHead(folder, LIVE_FILE)
    await file.close()
    return true
  }
  const { found, unreadable } = await locate(folder, place)
  if (unreadable) throw unreadable
  if (!found) return false
  try {
    return (await found.file.facts()).size >= place.offset
  } finally {
    await found.file.close()
  }
}
