import { z } from 'zod'
import { parseJson } from './json.ts'
import { readListing } from './listing.ts'
import { paths, queries } from './paths.ts'
import type { Transport } from './transport.ts'

const TIMEOUT_MS = 20_000
/** XNAT builds the whole table in memory before the first byte; a large project takes its time. */
const LISTING_TIMEOUT_MS = 90_000

const Texts = z.array(z.string())
const Profile = z.object({ email: z.string().max(254).optional() })
const BuildInfo = z.record(z.string(), z.unknown())
const Plugins = z.record(z.string(), z.looseObject({ version: z.string().optional() }))
const rows = <Row extends z.ZodType>(row: Row) =>
  z.object({ ResultSet: z.object({ Result: z.array(row) }) }).transform((listing) => listing.ResultSet.Result)

const text = z.string().default('')
const Projects = rows(
  z.object({
    ID: z.string().optional(),
    id: z.string().optional(),
    secondary_ID: z.string().optional(),
    secondary_id: z.string().optional(),
    name: text,
  }),
)
const SessionRow = z.object({
  ID: z.string().optional(),
  session_ID: z.string().optional(),
  URI: z.string().optional(),
  label: text,
  project: text,
  subject_ID: text,
  subject_label: text,
  modality: text,
})
const Subjects = rows(
  z.object({ ID: z.string().optional(), URI: z.string().optional(), label: text, project: text }),
)

export interface XnatProject {
  id: string
  /** What people call it: the project title, else the running title, else the id. */
  title: string
}

export interface XnatImageSession {
  id: string
  label: string
  /** Accession id of its subject; empty where XNAT leaves it out. */
  subjectId: string
  subjectLabel: string
  /** The owning project; another one than asked for when the session is shared in. */
  projectId: string
  /** May be empty on real data. */
  modality: string
}

export interface XnatSubject {
  id: string
  label: string
  /** The owning project; another one than asked for when the subject is shared in. */
  projectId: string
}

/** Role strings of a user; `Administrator` is the site admin. Self or admin only. */
export async function roles(transport: Transport, session: string, user: string): Promise<string[]> {
  return parseJson(await transport.ask({ path: paths.roles(user), session, timeoutMs: TIMEOUT_MS }), Texts)
}

/** Group ids of a user, such as `LIVER_owner` or `ALL_DATA_ACCESS`. Self or admin only. */
export async function groups(transport: Transport, session: string, user: string): Promise<string[]> {
  return parseJson(await transport.ask({ path: paths.groups(user), session, timeoutMs: TIMEOUT_MS }), Texts)
}

/** E-mail address of the session's own user, by their XNAT profile; null when it has none. */
export async function ownEmail(transport: Transport, session: string): Promise<string | null> {
  const profile = parseJson(
    await transport.ask({ path: paths.profile(), session, timeoutMs: TIMEOUT_MS }),
    Profile,
  )
  return profile.email || null
}

/** Ids of the projects the session's user may edit. */
export async function editableProjects(transport: Transport, session: string): Promise<string[]> {
  return parseJson(
    await transport.ask({ path: paths.editableProjects(), session, timeoutMs: TIMEOUT_MS }),
    Texts,
  )
}

/** Version and node of XNAT; open to everybody, the cheapest sign of life. */
export async function buildInfo(transport: Transport, session: string | undefined) {
  const call = { path: paths.buildInfo(), timeoutMs: 10_000, ...(session === undefined ? {} : { session }) }
  const info = parseJson(await transport.ask(call), BuildInfo)
  const field = (name: string) => (typeof info[name] === 'string' && info[name] !== '' ? info[name] : null)
  return { version: field('version'), node: field('nodeId') ?? field('hostName') }
}

/** Version of the viewer plugin as it says itself (typed by hand, may lag); null when XNAT lists none. */
export async function viewerPlugin(
  transport: Transport,
  session: string,
): Promise<{ version: string | null } | null> {
  const plugins = parseJson(
    await transport.ask({ path: paths.plugins(), session, timeoutMs: TIMEOUT_MS }),
    Plugins,
  )
  const plugin = plugins['ohifViewerPlugin']
  return plugin ? { version: plugin.version ?? null } : null
}

/**
 * The projects the session's user can read. Two listings merged by id: which of them is complete depends on the
 * XNAT version and on the kind of user. `all` lifts the membership filter for site admins.
 */
export async function readableProjects(
  transport: Transport,
  session: string,
  all: boolean,
): Promise<XnatProject[]> {
  const forms = [all ? queries.allProjects : queries.projects, queries.accessibleProjects]
  const listings = await Promise.all(
    forms.map(async (query) =>
      parseJson(
        await transport.ask({ path: `${paths.projects()}?${query}`, session, timeoutMs: LISTING_TIMEOUT_MS }),
        Projects,
      ),
    ),
  )
  const byId = new Map<string, XnatProject>()
  for (const row of listings.flat()) {
    const projectId = row.ID ?? row.id
    if (!projectId || byId.has(projectId)) continue
    byId.set(projectId, {
      id: projectId,
      title: row.name || row.secondary_ID || row.secondary_id || projectId,
    })
  }
  return [...byId.values()]
}

/** The image sessions of a project, owned and shared in, as XNAT lists them. */
export async function projectSessions(
  transport: Transport,
  session: string,
  project: string,
): Promise<XnatImageSession[]> {
  return imageSessions(transport, session, `${paths.projectSessions(project)}?${queries.projectSessions}`)
}

/**
 * Every image session of the site that the session's user can read. XNAT builds the whole table before the first byte:
 * tens of megabytes for 100,000 sessions.
 */
export async function siteSessions(transport: Transport, session: string): Promise<XnatImageSession[]> {
  return imageSessions(transport, session, `${paths.siteSessions()}?${queries.siteSessions}`)
}

/** The subjects of a project, owned and shared in; the label is the one valid in the project. */
export async function projectSubjects(
  transport: Transport,
  session: string,
  project: string,
): Promise<XnatSubject[]> {
  const path = `${paths.projectSubjects(project)}?${queries.projectSubjects}`
  const listing = parseJson(await transport.ask({ path, session, timeoutMs: LISTING_TIMEOUT_MS }), Subjects)
  return listing.flatMap((row) => {
    const subjectId = row.ID ?? row.URI?.split('/').at(-1)
    return subjectId ? [{ id: subjectId, label: row.label, projectId: row.project }] : []
  })
}

async function imageSessions(
  transport: Transport,
  session: string,
  path: string,
): Promise<XnatImageSession[]> {
  const sessions: XnatImageSession[] = []
  const take = (row: z.infer<typeof SessionRow>) => {
    const sessionId = row.ID ?? row.session_ID ?? row.URI?.split('/').at(-1)
    if (!sessionId) return
    sessions.push({
      id: sessionId,
      label: row.label,
      subjectId: row.subject_ID,
      subjectLabel: row.subject_label,
      projectId: row.project,
      modality: row.modality,
    })
  }
  const call = { path, session, timeoutMs: LISTING_TIMEOUT_MS }
  await readListing(transport, call, { row: SessionRow, take })
  return sessions
}
