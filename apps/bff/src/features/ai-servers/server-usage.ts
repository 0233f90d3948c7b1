import { type Assignment, type AssignmentLine, type ProjectId, ServerOrigin } from '@ohif-admin/contracts'

/** Where one server stands in the lists a person can read. */
export interface ServerUse {
  entries: Set<string>
  /** First of the site's list. */
  bySite: boolean
  /** Projects whose viewers use it. */
  projects: { projectId: ProjectId; title: string }[]
}

export interface Usage {
  byOrigin: ReadonlyMap<ServerOrigin, ServerUse>
  /** Projects whose list XNAT did not give. */
  unanswered: number
}

/** Every server named in any list, used or ignored by the viewer, from the lines of a listing. */
export async function collectUsage(lines: AsyncIterable<AssignmentLine>): Promise<Usage> {
  const byOrigin = new Map<ServerOrigin, ServerUse>()
  const latest = new Map<string, Assignment>()
  let unanswered = 0
  for await (const line of lines) {
    if (line.type === 'head') latest.set(line.site.place, line.site)
    if (line.type === 'row') latest.set(line.row.place, line.row)
    if (line.type === 'end') unanswered = line.unanswered
    // What came before the failure is still true; what is missing has to be said.
    if (line.type === 'failed') unanswered = Math.max(unanswered, 1)
  }
  for (const row of latest.values()) note(byOrigin, row)
  return { byOrigin, unanswered }
}

function note(byOrigin: Map<ServerOrigin, ServerUse>, { projectId, title, entries, effective }: Assignment) {
  for (const { origin, text } of entries) useOf(byOrigin, origin)?.entries.add(text)
  const { entry } = effective
  const use = entry && useOf(byOrigin, entry.origin)
  if (!entry || !use) return
  use.entries.add(entry.text)
  if (projectId === null) use.bySite = true
  else use.projects.push({ projectId, title: title ?? projectId })
}

function useOf(byOrigin: Map<ServerOrigin, ServerUse>, text: string | null): ServerUse | undefined {
  const origin = ServerOrigin.safeParse(text)
  if (!origin.success) return undefined
  let use = byOrigin.get(origin.data)
  if (!use) {
    use = { entries: new Set(), bySite: false, projects: [] }
    byOrigin.set(origin.data, use)
  }
  return use
}
