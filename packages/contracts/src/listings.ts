import { z } from 'zod'

/**
 * XNAT's own listings, streamed through the console as XNAT writes them: every value a string, null an empty
 * string, keys depending on the form asked for. These schemas are where the page parses them.
 */
const text = z.string().default('')

export const ProjectRow = z.object({
  ID: z.string().optional(),
  id: z.string().optional(),
  secondary_ID: z.string().optional(),
  secondary_id: z.string().optional(),
  name: text,
  description: text,
  project_access: z.string().optional(),
})

/** A row of the session listing: `ID` when XNAT gives the asked-for column, else the root type's own key. */
export const SessionRow = z.object({
  ID: z.string().optional(),
  session_ID: z.string().optional(),
  URI: z.string().optional(),
  label: text,
  project: text,
  date: text,
  insert_date: text,
  xsiType: text,
  modality: text,
  subject_ID: text,
  subject_label: text,
})

const listing = <Row extends z.ZodType>(row: Row) =>
  z.object({ ResultSet: z.object({ Result: z.array(row) }) })

export const ProjectListing = listing(ProjectRow)
export type ProjectListing = z.infer<typeof ProjectListing>
export const SessionListing = listing(SessionRow)
export type SessionListing = z.infer<typeof SessionListing>

export interface ListedProject {
  id: string
  /** What people call it: XNAT's project title, else its running title, else the id. */
  title: string
}

/**
 * Merges XNAT's default listing with its `accessible=true` listing, by id: neither alone is complete for
 * all-data users and site admins on every version. Sorted by title, then id; rows without an id are dropped.
 */
export function mergeProjectListings(...listings: readonly ProjectListing[]): ListedProject[] {
  const byId = new Map<string, ListedProject>()
  for (const row of listings.flatMap((one) => one.ResultSet.Result)) {
    const id = row.ID ?? row.id
    if (!id || byId.has(id)) continue
    byId.set(id, { id, title: row.name || row.secondary_ID || row.secondary_id || id })
  }
  return [...byId.values()].sort((a, b) => a.title.localeCompare(b.title) || a.id.localeCompare(b.id))
}
