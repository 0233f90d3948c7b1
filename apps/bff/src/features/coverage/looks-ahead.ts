import type { CoverageScanId } from '@ohif-admin/contracts'
import type { QueuedLook } from '../../storage/coverage-queue.ts'
import type { CoverageScansRepository } from '../../storage/coverage-scans.ts'

const PAGE = 500

/** A question of a scan, and how often it was asked in vain. */
export interface Asked extends QueuedLook {
  tries: number
}

/** The questions a scan has still to ask, in its order; those that got no answer come again after the others. */
export class LooksAhead {
  readonly #scans: CoverageScansRepository
  readonly #scanId: CoverageScanId
  #page: Asked[] = []
  #again: Asked[] = []
  #last: QueuedLook | undefined
  #read = false

  constructor(scans: CoverageScansRepository, scanId: CoverageScanId) {
    this.#scans = scans
    this.#scanId = scanId
  }

  /** Undefined when there is none at the moment. Throws StorageError. */
  async take(): Promise<Asked | undefined> {
    if (this.#page.length === 0 && !this.#read) {
      const rows = await this.#scans.next(this.#scanId, this.#last, PAGE)
      this.#last = rows.at(-1) ?? this.#last
      this.#read = rows.length < PAGE
      this.#page = rows.map((row) => ({ ...row, tries: 0 }))
    }
    return this.#page.shift() ?? this.#again.shift()
  }

  /** It was not answered. */
  giveBack(look: Asked) {
    this.#again.push(look)
  }
}
