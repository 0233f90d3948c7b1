import type { CoverageWait } from '@ohif-admin/contracts'
import type { Actor } from '../../lib/actor.ts'
import type { UpstreamWatch } from '../../lib/upstream-watch.ts'
import type { StoredScan } from '../../storage/coverage-scans.ts'

interface Circumstances {
  scan: StoredScan
  /** The person in whose name it asks, while signed in. */
  actor: Actor | undefined
  watch: UpstreamWatch
  runGoesOn: boolean
}

/** Why a scan asks nothing at the moment; null when it may. */
export function heldBy({ scan, actor, watch, runGoesOn }: Circumstances): 'pause' | CoverageWait | null {
  if (scan.wanted === 'pause') return 'pause'
  if (!actor) return 'sign-in'
  if (runGoesOn) return 'run'
  if (watch.xnatAgainAt !== undefined) return 'xnat'
  return watch.pluginMissing ? 'plugin' : null
}
