import type { CoverageScan } from '@ohif-admin/contracts'
import type { Actor } from '../../lib/actor.ts'
import type { StoredScan } from '../../storage/coverage-scans.ts'
import { mayControl } from './coverage-rights.ts'

/** The scan as the page may know it. `speed`: answers a second of late, where that is known. */
export function describeScan(actor: Actor, scan: StoredScan, speed: number | undefined): CoverageScan {
  const { targetKey: _key, wanted: _wanted, startedAt, endedAt, ...same } = scan
  const looked = scan.valid + scan.missing + scan.unknown
  const left = scan.total === null ? null : Math.max(0, scan.total - looked)
  const goesOn = scan.state === 'running' && left !== null
  return {
    ...same,
    startedAt: new Date(startedAt).toISOString(),
    endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
    looked,
    leftMs: goesOn && speed !== undefined ? Math.round((left / speed) * 1_000) : null,
    mayControl: endedAt === null && mayControl(actor, scan),
  }
}
