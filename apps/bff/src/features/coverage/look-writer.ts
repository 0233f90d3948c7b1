import { setTimeout as sleep } from 'node:timers/promises'
import type { CoverageScanId } from '@ohif-admin/contracts'
import type { FastifyBaseLogger } from 'fastify'
import type { Look } from '../../storage/coverage-queue.ts'
import type { CoverageScansRepository } from '../../storage/coverage-scans.ts'
import { StorageError } from '../../storage/errors.ts'

/** A crash loses so much at most, and it is asked again: a commit for each answer would reach the disk each time. */
const WRITE_EVERY_MS = 250
const WRITE_AT = 200
/** After a failure of the database. */
const AGAIN_MS = 2_000
/** The speed is that of about the last minute. */
const SPEED_OVER_MS = 60_000

interface Needs {
  scanId: CoverageScanId
  scans: CoverageScansRepository
  /** Answers about sessions of these projects were written down. */
  written: (projectIds: ReadonlySet<string>) => void
  logger: FastifyBaseLogger
}

/** Writes the answers of a scan down, many at a time, and knows how fast they came. */
export class LookWriter {
  readonly #needs: Needs
  #waiting: Look[] = []
  #writtenAt = performance.now()
  #writing: Promise<void> = Promise.resolve()
  /** When how many were written, of the last minute. */
  readonly #speeds: { at: number; looks: number }[] = []

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Resolves at once, or when what is due has been written. */
  async add(look: Look): Promise<void> {
    this.#waiting.push(look)
    const due = performance.now() - this.#writtenAt >= WRITE_EVERY_MS
    if (due || this.#waiting.length >= WRITE_AT) await this.flush()
  }

  /** Resolves when everything is written; waits for a database that is away. */
  flush(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write())
    return this.#writing
  }

  /** Answers a second of late; undefined while that cannot be said. */
  get perSecond(): number | undefined {
    const [first] = this.#speeds
    const spanMs = first ? performance.now() - first.at : 0
    if (!first || spanMs < WRITE_EVERY_MS * 4) return undefined
    // The first only says since when.
    const looks = this.#speeds.slice(1).reduce((sum, { looks }) => sum + looks, 0)
    return looks === 0 ? undefined : (looks * 1_000) / spanMs
  }

  /** The scan waits: the time until it goes on says nothing about its speed. */
  rest() {
    this.#speeds.length = 0
  }

  async #write() {
    const looks = this.#waiting.splice(0)
    this.#writtenAt = performance.now()
    while (looks.length > 0) {
      try {
        await this.#needs.scans.record(this.#needs.scanId, looks)
        break
      } catch (error) {
        if (!(error instanceof StorageError)) throw error
        this.#needs.logger.warn({ err: error }, 'answers about sessions could not be stored yet')
        await sleep(AGAIN_MS)
      }
    }
    if (looks.length === 0) return
    const at = performance.now()
    this.#speeds.push({ at, looks: looks.length })
    while (this.#speeds[0] && at - this.#speeds[0].at > SPEED_OVER_MS) this.#speeds.shift()
    this.#needs.written(new Set(looks.map(({ projectId }) => projectId)))
  }
}
