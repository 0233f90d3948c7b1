import type {
  AuditDetail,
  AuditExportQuery,
  AuditFilter,
  AuditPage,
  AuditPageQuery,
  AuditVerifyMessage,
} from '@ohif-admin/contracts'
import { AppError } from '../../lib/app-error.ts'
import type { AuditVerification } from '../../storage/audit.ts'
import type { AuditRows, AuditSearch } from '../../storage/audit-rows.ts'
import { StorageError, toStorageError } from '../../storage/errors.ts'
import { exportCsv, exportJson } from './audit-export.ts'
import { detailOf, rowOf } from './audit-row.ts'

/** How often the page hears how far a walk is. */
const TELL_MS = 100

/** Each walks along the whole audit; more at once would only be slower each. */
const WALKS_AT_ONCE = 2

interface Needs {
  rows: AuditRows
  /** The chain from its start: entries found true so far, then the verdict. */
  walkChain: () => AsyncGenerator<number, AuditVerification>
  siteName: string
  now: () => number
}

/** The audit for reading. Who may is decided by the routes: site admins, and nobody else. */
export class AuditService {
  readonly #needs: Needs
  #walks = 0

  constructor(needs: Needs) {
    this.#needs = needs
  }

  async page({ before, limit, ...filter }: AuditPageQuery): Promise<AuditPage> {
    // One more than is shown tells whether there is another page.
    const rows = await this.#needs.rows.page(searchOf(filter), { before, limit: limit + 1 })
    const shown = rows.slice(0, limit)
    return {
      rows: shown.map(rowOf),
      next: rows.length > limit ? (shown.at(-1)?.head.seq ?? null) : null,
    }
  }

  async count(filter: AuditFilter, gone: AbortSignal): Promise<{ rows: number }> {
    return { rows: await this.#needs.rows.count(searchOf(filter), gone) }
  }

  /** Throws `AppError` `not-found`. */
  async find(seq: number): Promise<AuditDetail> {
    const row = await this.#needs.rows.find(seq)
    if (!row) throw new AppError('not-found', 'There is no such entry.')
    return detailOf(row)
  }

  /** Gives the parts of a file to open, and its name. Throws `AppError` `too-many-requests`. */
  export({ format, ...filter }: AuditExportQuery) {
    const end = this.#beginWalk()
    const { rows, siteName, now } = this.#needs
    const stamp = new Date(now()).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')
    const write = format === 'csv' ? exportCsv : exportJson
    return {
      fileName: `audit ${siteName} ${stamp}Z.${format}`,
      open: (signal: AbortSignal) => write(rows.all(searchOf(filter), signal)),
      end,
    }
  }

  /** Gives the walk along the chain to open. Throws `AppError` `too-many-requests`. */
  verify() {
    const end = this.#beginWalk()
    return { open: (signal: AbortSignal) => this.#walk(signal), end }
  }

  async *#walk(signal: AbortSignal): AsyncGenerator<AuditVerifyMessage> {
    try {
      const total = await this.#needs.rows.newest()
      const walk = this.#needs.walkChain()
      let toldAt = Number.NEGATIVE_INFINITY
      for (let step = await walk.next(); !signal.aborted; step = await walk.next()) {
        if (step.done) {
          yield verdictOf(step.value)
          return
        }
        if (performance.now() - toldAt < TELL_MS) continue
        toldAt = performance.now()
        yield { type: 'progress', checked: step.value, total: Math.max(total, step.value) }
      }
    } catch (error) {
      if (!(toStorageError(error) instanceof StorageError)) throw error
      yield { type: 'failed' }
    }
  }

  #beginWalk(): () => void {
    if (this.#walks >= WALKS_AT_ONCE)
      throw new AppError('too-many-requests', 'The audit is being read by others.', { retryAfterSeconds: 10 })
    this.#walks += 1
    let open = true
    return () => {
      if (open) this.#walks -= 1
      open = false
    }
  }
}

function verdictOf(verdict: AuditVerification): AuditVerifyMessage {
  if (verdict.ok) return { type: 'whole', entries: verdict.entries, hash: verdict.hash }
  const { firstBadSeq: seq, fault } = verdict
  return { type: 'broken', seq, fault, checked: seq - 1 }
}

function searchOf({ from, to, ...rest }: AuditFilter): AuditSearch {
  return {
    ...rest,
    ...(from === undefined ? {} : { from: Date.parse(from) }),
    ...(to === undefined ? {} : { to: Date.parse(to) }),
  }
}
