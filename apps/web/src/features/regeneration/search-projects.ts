import type { ListedProject } from '@ohif-admin/contracts'
import { foldText } from '../../lib/fold-text.ts'

/**
 * Projects whose id or title has every word of `query`, in any order. An exact id comes first, then ids and
 * titles that begin with the query, then the rest in the given order. An empty query gives all.
 */
export function searchProjects(projects: readonly ListedProject[], query: string): readonly ListedProject[] {
  const folded = foldText(query).trim()
  if (folded === '') return projects
  const words = folded.split(/\s+/)
  const ranked: ListedProject[][] = [[], [], []]
  for (const project of projects) {
    const id = foldText(project.id)
    const title = foldText(project.title)
    const text = `${id} ${title}`
    if (!words.every((word) => text.includes(word))) continue
    const rank = id === folded ? 0 : id.startsWith(folded) || title.startsWith(folded) ? 1 : 2
    ranked[rank]?.push(project)
  }
  return ranked.flat()
}
