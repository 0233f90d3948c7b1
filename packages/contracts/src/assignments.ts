import { z } from 'zod'
import type { SeenList } from './assignment-problems.ts'
import { Instant, ProjectId } from './ids.ts'

export const MAX_ENTRIES = 20
export const MAX_ENTRY_LENGTH = 512

/** Where a server list lives: `site` for the default of the whole site, `project:ID` for one project. */
export const AssignmentPlace = z
  .string()
  .regex(/^(?:site|project:[A-Za-z0-9_-]{1,64})$/, 'a place is site or project:ID')
  .brand<'AssignmentPlace'>()
export type AssignmentPlace = z.infer<typeof AssignmentPlace>

export const SITE_PLACE = 'site' as AssignmentPlace

export const placeOfProject = (projectId: ProjectId) => `project:${projectId}` as AssignmentPlace

/** The project of a place; null for the site. */
export function projectOfPlace(place: AssignmentPlace): ProjectId | null {
  return place === SITE_PLACE ? null : (place.slice('project:'.length) as ProjectId)
}

/** Why a text may not be registered; stricter than XNAT, which takes what the viewer then cannot use. */
export const EntryProblem = z.enum([
  'blank',
  'scheme',
  'credentials',
  'host-missing',
  'host-invalid',
  'host-trailing-dot',
  'port-invalid',
  'path',
  'query',
  'fragment',
  'duplicate',
  'too-long',
])
export type EntryProblem = z.infer<typeof EntryProblem>

/** May be registered, but hardly works for everybody: users' own browsers look the address up and call it. */
export const EntryWarning = z.enum([
  'loopback',
  'unspecified-address',
  'single-label-host',
  'private-address',
  'link-local-address',
  'mixed-content',
])
export type EntryWarning = z.infer<typeof EntryWarning>

/** What stands between a registered text and the address the viewer calls. */
export const ViewerTrouble = z.enum([
  'not-a-url',
  'credentials',
  'scheme-added',
  'scheme-misread',
  'path-dropped',
  'query-dropped',
  'fragment-dropped',
])
export type ViewerTrouble = z.infer<typeof ViewerTrouble>

/** One entry of a list: whether it may be registered, and what the viewer makes of it. */
export const CheckedEntry = z.object({
  text: z.string(),
  problems: z.array(EntryProblem),
  warnings: z.array(EntryWarning),
  /** Scheme, host and port the viewer calls; null when it calls nothing. */
  origin: z.string().nullable(),
  /** The part of the text the viewer leaves out; null when there is none. */
  droppedPath: z.string().nullable(),
  trouble: z.array(ViewerTrouble),
})
export type CheckedEntry = z.infer<typeof CheckedEntry>

/**
 * What XNAT answers for a place. `refused`: another status than 200, and the viewer takes the site's list.
 * `not-json`, `not-a-list`: success with something else. `no-answer`: nobody knows.
 */
export const ListState = z.enum(['set', 'never-set', 'refused', 'not-json', 'not-a-list', 'no-answer'])
export type ListState = z.infer<typeof ListState>

/**
 * Where the viewer takes its server from. `unknown` is not `none`: XNAT could not be asked.
 */
export const EffectiveFrom = z.enum(['project', 'site', 'none', 'unknown'])
export type EffectiveFrom = z.infer<typeof EffectiveFrom>

export const NoServerReason = z.enum([
  'none-set',
  'project-no-answer',
  'project-not-json',
  'site-no-answer',
  'site-not-json',
  'entry-not-text',
])
export type NoServerReason = z.infer<typeof NoServerReason>

/** What the checks of AI servers know about a server; nothing unless they have looked. */
export const AssignedServerHealth = z.object({
  kind: z.enum(['aiaa', 'monai-label', 'unknown', 'not-checked']),
  health: z.enum(['ok', 'attention', 'bad', 'unknown', 'not-checked']),
  checkedAt: Instant.nullable(),
})
export type AssignedServerHealth = z.infer<typeof AssignedServerHealth>

export const EffectiveServerView = z.object({
  from: EffectiveFrom,
  /** As it is registered; null when there is none. */
  entry: CheckedEntry.nullable(),
  /** Why there is none, or why nobody knows. */
  reason: NoServerReason.nullable(),
  health: AssignedServerHealth,
})
export type EffectiveServerView = z.infer<typeof EffectiveServerView>

/** How a version came to be: through this console (and by what), or elsewhere. */
export const ChangeKind = z.enum([
  'edit',
  'restore',
  'bulk',
  'undo',
  'csv',
  'request',
  'first-seen',
  'changed-outside',
])
export type ChangeKind = z.infer<typeof ChangeKind>

/** Through what somebody saves here. */
export const SaveThrough = ChangeKind.exclude(['first-seen', 'changed-outside'])
export type SaveThrough = z.infer<typeof SaveThrough>

export const LastChange = z.object({
  kind: ChangeKind,
  /** XNAT's user; null when nobody knows. */
  by: z.string().nullable(),
  /** When it was made here, or noticed here. */
  at: Instant,
  /** When XNAT stored a change made elsewhere, by XNAT's own clock and without a zone. */
  stamp: z.string().nullable(),
})
export type LastChange = z.infer<typeof LastChange>

/** The list of one place, and what it means. */
export const Assignment = z.object({
  place: AssignmentPlace,
  projectId: ProjectId.nullable(),
  title: z.string().nullable(),
  list: ListState,
  /** What XNAT said instead of a list; only for site admins. */
  said: z.string().nullable(),
  /** The place's own entries in their order. The viewer looks at the first one only. */
  entries: z.array(CheckedEntry),
  effective: EffectiveServerView,
  lastChange: LastChange.nullable(),
  /** A change made here whose answer was lost; looked at again with every read. */
  inDoubt: z.boolean(),
})
export type Assignment = z.infer<typeof Assignment>

/** What to send as `seen` for a list that was shown. */
export function seenOf({ list, entries }: Pick<Assignment, 'list' | 'entries'>): SeenList {
  if (list === 'set') return entries.map(({ text }) => text)
  return list === 'never-set' ? null : 'unreadable'
}

/**
 * One line of the listing of all assignments. First `head` with every project by name, then the rows as XNAT answers,
 * a row again when more is known of it, at last `end`.
 */
export const AssignmentLine = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('head'),
    site: Assignment,
    projects: z.array(z.object({ projectId: ProjectId, title: z.string() })),
    mayEdit: z.boolean(),
  }),
  z.object({ type: z.literal('row'), row: Assignment }),
  /** `readAt`: when the oldest of the answers was asked for. */
  z.object({ type: z.literal('end'), readAt: Instant, unanswered: z.number().int().nonnegative() }),
  z.object({ type: z.literal('failed'), code: z.string() }),
])
export type AssignmentLine = z.infer<typeof AssignmentLine>
