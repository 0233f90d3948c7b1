import type { CoverageProjectPage } from '@ohif-admin/contracts'
import type { Actor } from '../../../lib/actor.ts'
import { said } from '../doctor/installation.ts'

export interface MetadataNeeds {
  /** What scans know of the viewer's metadata; the projects with the oldest looks first. */
  coverage: (actor: Actor) => Promise<CoverageProjectPage>
}

/** What scans know of the viewer's metadata, over all projects. */
export interface SeenMetadata {
  total: number
  missing: number
  /** Sessions of which nobody knows what is stored now. */
  notSeen: number
  /** The oldest look (epoch ms) when every session of every project has been looked at, else null. */
  wholeSince: number | null
}

/** Null when it could not be told. Throws `UpstreamError` only when the XNAT session is over. */
export async function readMetadata({ coverage }: MetadataNeeds, actor: Actor): Promise<SeenMetadata | null> {
  const known = await said(coverage(actor), null)
  if (known === null) return null
  const { sums, neverListed, projects } = known
  const notSeen = sums.unknown + sums.never + sums.changed
  // A project without sessions has no look, and lacks none.
  const oldest = projects.find(({ oldestLookAt }) => oldestLookAt !== null)?.oldestLookAt
  const isWhole = notSeen === 0 && neverListed === 0
  return {
    total: sums.total,
    missing: sums.missing,
    notSeen,
    wholeSince: isWhole && oldest ? Date.parse(oldest) : null,
  }
}
