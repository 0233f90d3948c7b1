import { foldText } from '@ohif-admin/contracts'

/** What is picked from a list: a project, a subject, a session. */
export interface Named {
  id: string
  title: string
}

/**
 * Items whose id or title has every word of `query`, in any order. An exact id comes first, then ids and
 * titles that begin with the query, then the rest in the given order. An empty query gives all.
 */
export function searchProjects<Item extends Named>(items: readonly Item[], query: string): readonly Item[] {
  const folded = foldText(query).trim()
  if (folded === '') return items
  const words = folded.split(/\s+/)
  const ranked: Item[][] = [[], [], []]
  for (const item of items) {
    const id = foldText(item.id)
    const title = foldText(item.title)
    const text = `${id} ${title}`
    if (!words.every((word) => text.includes(word))) continue
    const rank = id === folded ? 0 : id.startsWith(folded) || title.startsWith(folded) ? 1 : 2
    ranked[rank]?.push(item)
  }
  return ranked.flat()
}
