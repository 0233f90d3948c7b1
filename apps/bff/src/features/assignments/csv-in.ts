import type { AssignmentPlace, CsvProblem, ProjectId } from '@ohif-admin/contracts'
import { MAX_JOB_PLACES, placeOfProject, SITE_PLACE } from '@ohif-admin/contracts'
import { CsvError, parse } from 'csv-parse/sync'
import { checkedList, type EntryContext } from './entries.ts'

/** The row of the site's default, in place of a project id: parentheses cannot be in one. */
export const SITE_CELL = '(site)'

/** What an export has; only the first two are read. */
export const COLUMNS = [
  'project',
  'servers',
  'title',
  'from',
  'effective',
  'changed_by',
  'changed_at',
] as const
const NEEDED = ['project', 'servers']

export interface CsvRow {
  line: number
  place: AssignmentPlace
  list: string[]
}

interface Around extends EntryContext {
  isKnown: (projectId: ProjectId) => boolean
  /** What the place has now: a list that stays as it is may be one that could not be saved anew. */
  current: (place: AssignmentPlace) => readonly string[] | null
}

type Problem = CsvProblem
interface Parsed {
  record: string[]
  line: number
}

/** The rows, or everything that is wrong with them, line by line. Never throws. */
export function readCsv(text: string, around: Around): { rows: CsvRow[]; problems: Problem[] } {
  const parsed = parseText(text)
  if (!Array.isArray(parsed)) return { rows: [], problems: [parsed] }
  const [header, ...records] = parsed
  if (!header) return { rows: [], problems: [problem(null, 'empty')] }
  const columns = header.record.map((name) => name.trim().toLowerCase())
  const wrong = columnProblems(columns, header.line)
  if (wrong.length > 0) return { rows: [], problems: wrong }
  if (records.length === 0) return { rows: [], problems: [problem(null, 'empty')] }
  if (records.length > MAX_JOB_PLACES) return { rows: [], problems: [problem(null, 'too-many-rows')] }

  const rows: CsvRow[] = []
  const problems: Problem[] = []
  const seen = new Set<AssignmentPlace>()
  for (const { record, line } of records) {
    const row = readRow(record, line, columns, around, seen)
    if ('problems' in row) problems.push(...row.problems)
    else rows.push(row)
  }
  return { rows, problems }
}

function parseText(text: string): Parsed[] | Problem {
  const firstLine = text.split(/\r?\n/, 1)[0] ?? ''
  // Spreadsheets of many countries write semicolons.
  const delimiter = firstLine.includes(';') && !firstLine.includes(',') ? ';' : ','
  try {
    const options = {
      bom: true,
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
    } as const
    const records = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[]
    return records.map(({ record, info }) => ({ record, line: info.lines }))
  } catch (error) {
    const line = error instanceof CsvError && typeof error['lines'] === 'number' ? error['lines'] : null
    return problem(line, 'not-csv')
  }
}

function columnProblems(columns: readonly string[], line: number): Problem[] {
  const known: readonly string[] = COLUMNS
  return [
    ...NEEDED.filter((name) => !columns.includes(name)).map((name) => problem(line, 'column-missing', name)),
    ...columns.filter((name) => !known.includes(name)).map((name) => problem(line, 'column-unknown', name)),
    ...columns
      .filter((name, index) => columns.indexOf(name) !== index)
      .map((name) => problem(line, 'column-twice', name)),
  ]
}

function readRow(
  record: readonly string[],
  line: number,
  columns: readonly string[],
  { isKnown, current, ...context }: Around,
  seen: Set<AssignmentPlace>,
): CsvRow | { problems: Problem[] } {
  if (record.length !== columns.length)
    return { problems: [problem(line, 'wrong-width', `${record.length} / ${columns.length}`)] }
  const cell = (name: string) => unescaped(record[columns.indexOf(name)] ?? '').trim()
  const project = cell('project')
  if (project === '') return { problems: [problem(line, 'project-missing')] }
  const place = project === SITE_CELL ? SITE_PLACE : placeOfProject(project as ProjectId)
  if (place !== SITE_PLACE && !isKnown(project as ProjectId))
    return { problems: [problem(line, 'project-unknown', project)] }
  if (seen.has(place)) return { problems: [problem(line, 'project-twice', project)] }
  seen.add(place)
  const list = cell('servers').split(/\s+/).filter(Boolean)
  if (list.join(' ') === (current(place) ?? []).join(' '))
    return { line, place, list: [...(current(place) ?? [])] }
  const bad = checkedList(list, context).filter(({ problems }) => problems.length > 0)
  if (bad.length > 0) return { problems: bad.map(({ text }) => problem(line, 'entry-invalid', text)) }
  return { line, place, list: list.map((entry) => (entry.endsWith('/') ? entry.slice(0, -1) : entry)) }
}

/** Takes off the apostrophe that an export puts before what a spreadsheet would take for a formula. */
const unescaped = (cell: string) => cell.replace(/^'(?=[=+\-@\t\r])/, '')

const problem = (line: number | null, code: Problem['code'], about: string | null = null): Problem => ({
  line,
  code,
  about: about?.slice(0, 200) ?? null,
})
