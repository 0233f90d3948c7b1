import type { CoverageScanId } from '@ohif-admin/contracts'
import type { LeasesRepository } from '../../storage/leases.ts'
import { type DriveNeeds, DrivenScan } from './driven-scan.ts'

/** A console that has not renewed its lease for so long is taken for dead. */
const LEASE_MS = 30_000
const RENEW_EVERY_MS = 5_000

interface Needs extends DriveNeeds {
  leases: LeasesRepository
  /** This process among those that share the database. */
  processName: string
  /** Whether this is the only process of its database, so that whoever drove a scan before is gone. */
  alone: boolean
}

/** The scans that this process drives: it takes them up, and lets go of them when another one has to. */
export class DrivenScans {
  readonly #needs: Needs
  readonly #driven = new Map<CoverageScanId, { scan: DrivenScan; ended: Promise<void> }>()
  #renewing: NodeJS.Timeout | undefined
  #looking: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(needs: Needs) {
    this.#needs = needs
    needs.people.onNew(() => this.wake())
  }

  /** Takes up what the last process left, and from now on what other processes let go of. */
  async start(): Promise<void> {
    await this.#needs.scans.sweep()
    await this.#look(this.#needs.alone)
    this.#renewing = setInterval(() => void this.#look(false), RENEW_EVERY_MS)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#renewing)
    await this.#looking
    await Promise.all([...this.#driven.keys()].map((id) => this.#letGo(id)))
  }

  /** Drives scans that have been asked for, if no other process does. */
  async begin(): Promise<void> {
    await this.#look(false)
  }

  find(id: CoverageScanId): DrivenScan | undefined {
    return this.#driven.get(id)?.scan
  }

  /** Orders were given, somebody signed in, a run ended: looks at once. Other processes do within a second. */
  wake() {
    for (const { scan } of this.#driven.values()) scan.wake()
  }

  /** One after the other: two of them would take up the same scan. */
  #look(seize: boolean): Promise<void> {
    this.#looking = this.#looking
      .then(() => this.#takeUp(seize))
      .catch((err: unknown) => this.#needs.logger.warn({ err }, 'scans could not be looked after'))
    return this.#looking
  }

  async #takeUp(seize: boolean) {
    const { scans } = this.#needs
    for (const id of [...this.#driven.keys()]) if (!(await this.#lease(id, false))) await this.#letGo(id)
    for (const scan of await scans.open()) {
      if (this.#stopped) return
      if (this.#driven.has(scan.id) || !(await this.#lease(scan.id, seize))) continue
      this.#drive(new DrivenScan(this.#needs, scan))
    }
  }

  #drive(scan: DrivenScan) {
    const { id } = scan.scan
    const ended = scan
      .drive()
      .catch((err: unknown) => this.#needs.logger.error({ err, scanId: id }, 'a scan was left for now'))
      .then(() => {
        if (this.#driven.get(id)?.scan === scan) this.#driven.delete(id)
      })
    this.#driven.set(id, { scan, ended })
  }

  async #letGo(id: CoverageScanId) {
    const driven = this.#driven.get(id)
    driven?.scan.letGo()
    await driven?.ended
    const { leases, processName } = this.#needs
    await leases.release({ name: leaseOf(id), holder: processName }).catch(() => undefined)
  }

  async #lease(id: CoverageScanId, seize: boolean): Promise<boolean> {
    const { leases, processName, now } = this.#needs
    const lease = { name: leaseOf(id), holder: processName, now: now(), forMs: LEASE_MS }
    if (!seize) return leases.hold(lease)
    await leases.seize(lease)
    return true
  }
}

const leaseOf = (id: CoverageScanId) => `coverage scan ${id}`
