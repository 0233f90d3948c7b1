import { effectiveServer } from '@ohif-admin/aiaa-client'
import {
  type AssignedServerHealth,
  type Assignment,
  type AssignmentPlace,
  type EffectiveServerView,
  projectOfPlace,
  SITE_PLACE,
} from '@ohif-admin/contracts'
import type { StoredVersion } from '../../storage/assignments.ts'
import { type Answered, readAnswer, textOf } from './answers.ts'
import { checkedEntry, type EntryContext } from './entries.ts'

/** What is known of the server at an origin; undefined when nobody has looked. */
export type HealthLookup = (origin: string) => AssignedServerHealth | undefined

export interface ViewContext extends EntryContext {
  health: HealthLookup
  /** Whether the person may read XNAT's own words. */
  isAdmin: boolean
}

const NOT_CHECKED: AssignedServerHealth = { kind: 'not-checked', health: 'not-checked', checkedAt: null }
const NEVER_SET = { status: 404, text: '' }

/** What is known of a place. */
export interface Parts {
  place: AssignmentPlace
  title: string | null
  own: Answered
  site: Answered
  version: StoredVersion | undefined
}

/** One place as the page shows it. */
export function describeAssignment(
  { place, title, own, site, version }: Parts,
  context: ViewContext,
): Assignment {
  const { state, entries, said } = readAnswer(own.answer)
  return {
    place,
    projectId: projectOfPlace(place),
    title,
    list: state,
    said: context.isAdmin ? said : null,
    entries: entries.map((entry) => checkedEntry(textOf(entry), context)),
    effective: describeEffective(place, own, site, context),
    lastChange: describeChange(version),
    inDoubt: version?.outcome === 'unknown' || version?.outcome === 'pending',
  }
}

/** The server viewers use; the site's own row says what projects without a list get. */
export function describeEffective(
  place: AssignmentPlace,
  own: Pick<Answered, 'answer'>,
  site: Pick<Answered, 'answer'>,
  context: ViewContext,
): EffectiveServerView {
  const effective = effectiveServer(place === SITE_PLACE ? NEVER_SET : own.answer, site.answer)
  if (effective.from !== 'none') {
    const entry = checkedEntry(effective.entry, context)
    const health = (entry.origin && context.health(entry.origin)) || NOT_CHECKED
    return { from: effective.from, entry, reason: null, health }
  }
  const { reason } = effective
  // Our question went unanswered; the viewer's own may be answered.
  const unknown = reason === 'project-no-answer' || reason === 'site-no-answer'
  return { from: unknown ? 'unknown' : 'none', entry: null, reason, health: NOT_CHECKED }
}

/** The text viewers of the project use; null for none, undefined when nobody knows. */
export function effectiveText(own: Answered['answer'], site: Answered['answer']): string | null | undefined {
  const effective = effectiveServer(own, site)
  if (effective.from !== 'none') return effective.entry
  return effective.reason.endsWith('no-answer') ? undefined : null
}

function describeChange(version: StoredVersion | undefined): Assignment['lastChange'] {
  if (!version) return null
  const { kind, actor, at, stamp } = version
  return { kind, by: actor, at: new Date(at).toISOString(), stamp }
}
