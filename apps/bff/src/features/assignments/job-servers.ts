import { viewerTarget } from '@ohif-admin/aiaa-client'
import type { JobServer } from '@ohif-admin/contracts'
import type { StoredItem } from '../../storage/assignment-jobs.ts'
import { isUsedAlready } from './server-gate.ts'

/** The servers that lists still to be changed would newly send viewers to, each once, the one of most lists first. */
export function newServers(items: readonly StoredItem[]): JobServer[] {
  const byTarget = new Map<string, JobServer>()
  for (const { state, before, after } of items) {
    const [used] = after
    if (state !== 'waiting' || used === undefined || isUsedAlready(used, before && [...before])) continue
    const target = viewerTarget(used).origin ?? used
    const known = byTarget.get(target)
    byTarget.set(target, { server: known?.server ?? used, lists: (known?.lists ?? 0) + 1 })
  }
  return [...byTarget.values()].sort((a, b) => b.lists - a.lists)
}
