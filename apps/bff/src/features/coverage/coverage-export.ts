import { setImmediate as nextTurn } from 'node:timers/promises'
import type { CoverageSession } from '@ohif-admin/contracts'
import { CSV_START, csvLines } from '../../lib/csv.ts'
import type { CoverageFilter, CoverageListsRepository } from '../../storage/coverage-lists.ts'

const PAGE = 1_000

const COLUMNS = [
  'session',
  'project',
  'label',
  'subject',
  'data',
  'state',
  'reason',
  'looked_at',
  'changed_at',
  'changed_by_run',
  'verdict_of_run',
] as const

/** Sessions as a table for a spreadsheet, by id. */
export async function* exportCsv(
  lists: CoverageListsRepository,
  filter: CoverageFilter,
): AsyncGenerator<string, void, void> {
  yield CSV_START + csvLines([COLUMNS])
  for await (const page of pages(lists, filter)) yield csvLines(page.map(cellsOf))
}

/** The same sessions as one JSON document. */
export async function* exportJson(
  lists: CoverageListsRepository,
  filter: CoverageFilter,
): AsyncGenerator<string, void, void> {
  yield '{"sessions":['
  let before = ''
  for await (const page of pages(lists, filter)) {
    yield before + page.map((session) => JSON.stringify(session)).join(',\n')
    before = ',\n'
  }
  yield ']}\n'
}

async function* pages(lists: CoverageListsRepository, filter: CoverageFilter) {
  for (let last = ''; ; ) {
    const page = await lists.after(filter, last, PAGE)
    if (page.length > 0) yield page
    if (page.length < PAGE) return
    // SQLite answers at once: without this the whole file would be one piece of work.
    await nextTurn()
    last = page.at(-1)?.sessionId ?? last
  }
}

function cellsOf(session: CoverageSession) {
  const { sessionId, projectId, label, subjectLabel, data, state, reason, lookedAt, change } = session
  return [
    sessionId,
    projectId,
    label,
    subjectLabel,
    data,
    state,
    reason,
    lookedAt,
    change?.at ?? null,
    change?.runId ?? null,
    change?.verdict ?? null,
  ]
}
