import {
  type AssignmentPlace,
  type EffectChange,
  type EffectSummary,
  placeOfProject,
  SITE_PLACE,
} from '@ohif-admin/contracts'
import type { Actor } from '../../lib/actor.ts'
import type { AssignmentsRepository } from '../../storage/assignments.ts'
import type { Answered } from './answers.ts'
import type { Listing } from './listing.ts'
import type { PlaceReader } from './place-reader.ts'
import { effectiveText } from './views.ts'

const SHOWN = 100

interface Needs {
  listing: Listing
  places: PlaceReader
  versions: AssignmentsRepository
}

/** New lists by place. */
export type NewLists = ReadonlyMap<AssignmentPlace, readonly string[]>

/**
 * For which projects, of those the person can read, the effective server would change. A change of the site's list
 * concerns every project; answers of the last 30 seconds are good enough. Throws `UpstreamError`.
 */
export async function effectOf(
  { listing, places, versions }: Needs,
  actor: Actor,
  lists: NewLists,
): Promise<EffectSummary> {
  const [all, known, site] = await Promise.all([
    listing.projects(actor),
    versions.latestOfAll(),
    places.askSite(actor),
  ])
  const concerned = lists.has(SITE_PLACE) ? all : all.filter(({ place }) => lists.has(place))
  const siteAfter = answerOf(lists.get(SITE_PLACE)) ?? site.answer
  const changed: EffectChange[] = []
  let unknown = 0
  for await (const { project, own } of listing.answers(actor, concerned, known)) {
    const ownAfter = answerOf(lists.get(placeOfProject(project.projectId))) ?? own.answer
    const before = effectiveText(own.answer, site.answer)
    const after = effectiveText(ownAfter, siteAfter)
    if (before === undefined || after === undefined) unknown += 1
    else if (before !== after)
      changed.push({ projectId: project.projectId, title: project.title, before, after })
  }
  changed.sort((a, b) => a.title.localeCompare(b.title) || a.projectId.localeCompare(b.projectId))
  return { changes: changed.length, unknown, projects: all.length, first: changed.slice(0, SHOWN) }
}

function answerOf(list: readonly string[] | undefined): Answered['answer'] | undefined {
  return list && { status: 200, text: JSON.stringify(list) }
}
