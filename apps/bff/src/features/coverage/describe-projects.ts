import {
  type CoverageCounts,
  type CoverageProject,
  type CoverageProjectSort,
  type CoverageProjectsQuery,
  ProjectId,
} from '@ohif-admin/contracts'
import type { Actor } from '../../lib/actor.ts'
import type { ProjectCounts } from '../../storage/coverage-lists.ts'
import { mayScan } from './coverage-rights.ts'

const NONE: CoverageCounts = { total: 0, valid: 0, missing: 0, changed: 0, unknown: 0, never: 0 }

interface Known {
  /** Projects the person may see; null for all. */
  only: ReadonlySet<string> | null
  titles: ReadonlyMap<string, string>
  counts: readonly ProjectCounts[]
  /** When projects without sessions were listed, epoch ms. */
  empty: ReadonlyMap<string, number>
}

/** Every project the person sees, those included of which nothing is known. */
export function describeProjects(actor: Actor, { only, titles, counts, empty }: Known): CoverageProject[] {
  const byId = new Map(counts.map((one) => [one.projectId, one]))
  const ids = only ?? new Set([...titles.keys(), ...byId.keys()])
  return Array.from(ids, (id) => {
    const known = byId.get(id)
    const projectId = ProjectId.safeParse(id).data
    return {
      projectId: id,
      title: titles.get(id) ?? id,
      counts: known?.counts ?? NONE,
      oldestLookAt: instant(known?.oldestLookAt),
      newestLookAt: instant(known?.newestLookAt),
      listedAt: instant(known?.listedAt ?? empty.get(id)),
      mayScan: projectId !== undefined && mayScan(actor, projectId),
    }
  })
}

const instant = (at: number | null | undefined) => (at == null ? null : new Date(at).toISOString())

export function sumOf(projects: readonly CoverageProject[]): CoverageCounts {
  const sum = { ...NONE }
  for (const { counts } of projects)
    for (const name of Object.keys(sum) as (keyof CoverageCounts)[]) sum[name] += counts[name]
  return sum
}

export function pageOf(
  projects: readonly CoverageProject[],
  query: CoverageProjectsQuery,
): { projects: CoverageProject[]; total: number } {
  const { projectId, state, search, sort, offset, limit } = query
  const wanted = search.toLowerCase()
  const found = projects.filter(
    (project) =>
      (projectId === undefined || project.projectId === projectId) &&
      (state === undefined || project.counts[state] > 0) &&
      (wanted === '' || `${project.projectId}\n${project.title}`.toLowerCase().includes(wanted)),
  )
  return { projects: found.sort(ORDERS[sort]).slice(offset, offset + limit), total: found.length }
}

type Order = (a: CoverageProject, b: CoverageProject) => number

const texts = new Intl.Collator('en', { numeric: true })
const byTitle: Order = (a, b) => texts.compare(a.title, b.title) || texts.compare(a.projectId, b.projectId)

const ORDERS: Readonly<Record<CoverageProjectSort, Order>> = {
  title: byTitle,
  size: (a, b) => b.counts.total - a.counts.total || byTitle(a, b),
  worst: (a, b) =>
    b.counts.missing - a.counts.missing || b.counts.unknown - a.counts.unknown || byTitle(a, b),
  // Never looked at comes first.
  oldest: (a, b) => (a.oldestLookAt ?? '').localeCompare(b.oldestLookAt ?? '') || byTitle(a, b),
}
