import type { LogProblem } from '@ohif-admin/contracts'
import { alikeUpTo } from './file-identity.ts'
import { LIVE_FILE, LogFileError, type LogFolder } from './guarded-open.ts'
import { type Held, type OpenLog, openWithHead } from './locate.ts'

/** The next file to read, open. */
export interface NextLog extends OpenLog {
  /** The file before it lies on disk under a date. */
  readonly rolled: boolean
  /** Says that the reader goes there. Until then the file may be offered again. */
  enter(): void
}

/** Hears of a dated file that was passed unread, with its size in bytes where known. */
export type OnSkipped = (bytes: number | null, reason: LogProblem) => void

/** The order of the files of one source, as one reader goes through them. Methods throw `LogFileError`. */
export class LogChain {
  readonly #folder: LogFolder
  readonly #onSkipped: OnSkipped
  readonly #tries: number
  // By name *and* by date: a dated file that was there before is never news, whatever date it carries, and a file
  // restored under an old date is not news either.
  #passed = new Set<string>()
  #last = ''
  #failed = { name: '', times: 0 }

  /** A dated file that cannot be read is tried `tries` times before it is passed. */
  constructor(folder: LogFolder, onSkipped: OnSkipped, tries = 3) {
    this.#folder = folder
    this.#tries = tries
    this.#onSkipped = onSkipped
  }

  /** Everything dated is behind the reader. */
  async passAll(): Promise<void> {
    this.#passed = new Set(await this.#folder.dated())
    this.#last = newest(this.#passed)
  }

  /** The reader stands in the file of this name. */
  async standAt(name: string): Promise<void> {
    await this.passAll()
    if (name === LIVE_FILE) return
    this.#passed = new Set([...this.#passed].filter((dated) => dated <= name))
    this.#last = name
  }

  /**
   * Opens what follows the file the reader holds (null: none): dated files it has not passed, then the live file.
   * Throws when the live file or the folder cannot be read, or a dated one not yet.
   */
  async next(current: Held | null): Promise<NextLog> {
    for (;;) {
      const names = await this.#folder.dated()
      const rolled = current !== null && (await this.#isDated(current, names))
      for (let name = this.#unseen(names); name; name = this.#unseen(names)) {
        const dated = await this.#openDated(name)
        if (dated) return { ...dated, rolled, enter: () => this.#pass(dated.file.name) }
      }
      const live = await openWithHead(this.#folder, LIVE_FILE)
      // A roll between listing and opening puts a file in between.
      const later = await this.#folder.dated()
      if (this.#unseen(later) === undefined) {
        return { ...live, rolled, enter: () => this.#passTo(later) }
      }
      await live.file.close()
    }
  }

  /** Whether dated files came that the reader has not passed. */
  async hasNews(): Promise<boolean> {
    return this.#unseen(await this.#folder.dated()) !== undefined
  }

  /** Opens a dated copy of the file that `fits` accepts, and stands there; null when there is none. */
  async copyOf(current: OpenLog, fits: (copy: OpenLog) => Promise<boolean>): Promise<OpenLog | null> {
    const names = newNames(await this.#folder.dated(), this.#passed)
    const other = async (copy: OpenLog) => copy.file.id !== current.file.id && (await fits(copy))
    const copy = await findCopy(this.#folder, names, other)
    if (copy) this.#pass(copy.file.name)
    return copy
  }

  #unseen(names: readonly string[]): string | undefined {
    return names.find((name) => name > this.#last && !this.#passed.has(name))
  }

  #pass(name: string): void {
    this.#passed.add(name)
    this.#last = name
  }

  #passTo(names: readonly string[]): void {
    this.#passed = new Set([...this.#passed, ...names])
    this.#last = newest(this.#passed)
  }

  /** Finds the date name of a file opened as the live one; what follows in the chain follows that. */
  async #isDated(current: Held, names: readonly string[]): Promise<boolean> {
    if (current.file.name !== LIVE_FILE) return true
    const own = await ownName(this.#folder, newNames(names, this.#passed), current)
    if (own) this.#pass(own)
    return own !== null
  }

  async #openDated(name: string): Promise<OpenLog | null> {
    const opened = await openWithHead(this.#folder, name).catch((error: unknown) => this.#skip(name, error))
    if (opened?.head) return opened
    this.#pass(name)
    await opened?.file.close()
    return null
  }

  /** Throws the error again while there is hope that the file can be read yet. */
  async #skip(name: string, error: unknown): Promise<null> {
    if (!(error instanceof LogFileError) || isFolderProblem(error)) throw error
    this.#failed = { name, times: this.#failed.name === name ? this.#failed.times + 1 : 1 }
    const mayPass = error.problem === 'file-unreadable' || error.problem === 'read-error'
    if (mayPass && this.#failed.times < this.#tries) throw error
    this.#onSkipped((await this.#folder.glance(name))?.size ?? null, error.problem)
    return null
  }
}

/** The names a file may have got since the reader opened it: new ones, or the newest old one, overwritten. */
function newNames(names: readonly string[], passed: ReadonlySet<string>): string[] {
  const overwritten = names.findLast((name) => passed.has(name))
  return names.filter((name) => name === overwritten || !passed.has(name))
}

/** The date name under which the file that was live lies now: itself, or a copy of it. */
async function ownName(folder: LogFolder, names: readonly string[], current: Held): Promise<string | null> {
  for (const name of names) {
    if ((await folder.glance(name))?.id === current.file.id) return name
  }
  const { file, head, offset } = current
  if (!head) return null
  const copy = await findCopy(folder, names, (other) => alikeUpTo(offset, head, file, other.file))
  await copy?.file.close()
  return copy?.file.name ?? null
}

async function findCopy(
  folder: LogFolder,
  names: readonly string[],
  fits: (copy: OpenLog) => Promise<boolean>,
): Promise<OpenLog | null> {
  for (const name of names) {
    const other = await openWithHead(folder, name).catch(nullWhenUnreadable)
    if (!other) continue
    const accepted = await fits(other).catch(nullWhenUnreadable)
    if (accepted) return other
    await other.file.close()
  }
  return null
}

function newest(names: ReadonlySet<string>): string {
  return [...names].sort().at(-1) ?? ''
}

function isFolderProblem({ problem }: LogFileError): boolean {
  return problem === 'folder-missing' || problem === 'folder-unreadable'
}

function nullWhenUnreadable(error: unknown): null {
  if (error instanceof LogFileError) return null
  throw error
}
