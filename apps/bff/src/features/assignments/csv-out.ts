import { type AssignmentLine, projectOfPlace } from '@ohif-admin/contracts'
import { CSV_START, csvLines } from '../../lib/csv.ts'
import { COLUMNS, SITE_CELL } from './csv-in.ts'

type Row = Extract<AssignmentLine, { type: 'row' }>['row']

/**
 * The listing as a table, the site first, then the projects by title. Complete or not at all: an export that lacks rows
 * would read as if there were none. Gives undefined when XNAT did not answer for all of them.
 */
export async function exportCsv(lines: AsyncIterable<AssignmentLine>): Promise<string | undefined> {
  let site: Row | undefined
  const rows = new Map<string, Row>()
  let order: string[] = []
  for await (const line of lines) {
    if (line.type === 'head') {
      site = line.site
      order = line.projects.map(({ projectId }) => projectId)
    } else if (line.type === 'row' && line.row.projectId !== null) rows.set(line.row.projectId, line.row)
    else if (line.type === 'failed') return undefined
    else if (line.type === 'end' && line.unanswered > 0) return undefined
  }
  const all = [site, ...order.map((projectId) => rows.get(projectId))].flatMap((row) => row ?? [])
  return `${CSV_START}${csvLines([COLUMNS, ...all.map(recordOf)])}`
}

/** In the order of `COLUMNS`. */
function recordOf({ place, title, entries, effective, lastChange }: Row): (string | null)[] {
  return [
    projectOfPlace(place) ?? SITE_CELL,
    entries.map(({ text }) => text).join(' '),
    title,
    effective.from,
    effective.entry?.text ?? null,
    lastChange?.by ?? null,
    lastChange?.at ?? null,
  ]
}
