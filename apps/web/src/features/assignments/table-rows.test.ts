import type {
  Assignment,
  AssignmentLine,
  AssignmentPlace,
  CheckedEntry,
  ProjectId,
} from '@ohif-admin/contracts'
import { describe, expect, it } from 'vitest'
import { paramsOf, viewOf } from './assignments-view.ts'
import { applyLines, withAssignment } from './listing.ts'
import { countsOf, itemsOf, matching, rowsOf, type TableView } from './table-rows.ts'

const A = 'https://ai-a.example.org'
const B = 'https://ai-b.example.org'

const entryOf = (text: string, problems: CheckedEntry['problems'] = []): CheckedEntry => ({
  text,
  problems,
  warnings: [],
  origin: text,
  droppedPath: null,
  trouble: [],
})

interface Given {
  own?: string[]
  site?: string | null
  changes?: Partial<Assignment>
}

function assignment(projectId: string | null, { own = [], site = A, changes = {} }: Given = {}): Assignment {
  const text = own[0] ?? site
  const from = own[0] === undefined ? (site === null ? 'none' : 'site') : 'project'
  return {
    place: (projectId === null ? 'site' : `project:${projectId}`) as AssignmentPlace,
    projectId: projectId as ProjectId | null,
    title: projectId,
    list: own.length > 0 ? 'set' : 'never-set',
    said: null,
    entries: own.map((one) => entryOf(one)),
    effective: {
      from,
      entry: text === null ? null : entryOf(text),
      reason: null,
      health: { kind: 'not-checked', health: 'not-checked', checkedAt: null },
    },
    lastChange: null,
    inDoubt: false,
    ...changes,
  }
}

const project = (projectId: string, title = projectId) => ({ projectId: projectId as ProjectId, title })
const head = (...projects: ReturnType<typeof project>[]): AssignmentLine => ({
  type: 'head',
  site: assignment(null),
  projects,
  mayEdit: true,
})
const row = (one: Assignment): AssignmentLine => ({ type: 'row', row: one })
const END: AssignmentLine = { type: 'end', readAt: '2026-01-01T00:00:00.000Z', unanswered: 0 }

const VIEW: TableView = { search: '', show: 'all', server: '', sort: 'project', group: false }
const listingOf = (...lines: AssignmentLine[]) => {
  const listing = applyLines(undefined, lines)
  if (!listing) throw new Error('there is no head')
  return listing
}
const idsOf = (lines: AssignmentLine[], view: Partial<TableView>) =>
  matching(rowsOf(listingOf(...lines)), { ...VIEW, ...view }).map(({ projectId }) => projectId)

const LINES = [
  head(project('B1', 'Ärzte'), project('A1', 'Zebra'), project('C1', 'beta'), project('D1', 'delta')),
  row(assignment('A1', { own: [B, 'x'] })),
  row(assignment('B1')),
  row(
    assignment('C1', {
      changes: { lastChange: { kind: 'changed-outside', by: 'x', at: '2026-01-02', stamp: null } },
    }),
  ),
]

describe('a listing that arrives', () => {
  it('has all projects at once, and their rows as they come', () => {
    const listing = listingOf(...LINES)
    expect(listing).toMatchObject({ state: 'arriving', arrived: 3 })
    expect(rowsOf(listing).map(({ assignment: one }) => one?.effective.entry?.text)).toEqual([
      A,
      B,
      A,
      undefined,
    ])
    expect(listingOf(...LINES, END)).toMatchObject({ state: 'complete', unanswered: 0 })
    expect(listingOf(...LINES, { type: 'failed', code: 'x' })).toMatchObject({ state: 'failed', code: 'x' })
  })

  it('is the same in pieces as at once', () => {
    const all = [...LINES, END]
    for (let cut = 0; cut <= all.length; cut += 1) {
      const begun = applyLines(undefined, all.slice(0, cut))
      expect(applyLines(begun, all.slice(cut))).toEqual(listingOf(...all))
    }
  })

  it('keeps the rows of the reading before until the new ones come', () => {
    const again = applyLines(listingOf(...LINES, END), [head(project('A1'), project('B1'))])
    expect(again).toMatchObject({ state: 'arriving', arrived: 0 })
    expect(again && rowsOf(again).every(({ assignment: one }) => one !== undefined)).toBe(true)
  })

  it('takes what is known of one place now', () => {
    const listing = withAssignment(listingOf(...LINES), assignment('D1', { own: [B] }))
    expect(rowsOf(listing).at(-1)?.assignment?.effective.entry?.text).toBe(B)
    expect(withAssignment(listing, assignment(null, { site: B })).site.effective.entry?.text).toBe(B)
  })
})

describe('the rows', () => {
  it.each<[Partial<TableView>, string[]]>([
    [{}, ['B1', 'C1', 'D1', 'A1']],
    [{ sort: '-project' }, ['A1', 'D1', 'C1', 'B1']],
    [{ sort: 'server' }, ['B1', 'C1', 'A1', 'D1']],
    // What is not known stays at the end, whatever the direction.
    [{ sort: '-server' }, ['A1', 'B1', 'C1', 'D1']],
    [{ sort: '-changed' }, ['C1', 'A1', 'B1', 'D1']],
    [{ sort: 'nonsense' }, ['B1', 'C1', 'D1', 'A1']],
    [{ show: 'project' }, ['A1']],
    [{ show: 'site' }, ['B1', 'C1']],
    [{ show: 'ignored' }, ['A1']],
    [{ show: 'outside' }, ['C1']],
    [{ search: 'arzte' }, ['B1']],
    [{ search: 'ai-b zeb' }, ['A1']],
    [{ search: '(.*' }, []],
    [{ server: A }, ['B1', 'C1']],
  ])('with %j are %j', (view, ids) => {
    expect(idsOf(LINES, view)).toEqual(ids)
  })

  it('that cannot be used as they are written are found by their first entry only', () => {
    const bad = (own: string[], first: boolean) =>
      assignment('A1', {
        own,
        changes: {
          entries: own.map((text, index) => entryOf(text, first === (index === 0) ? ['path'] : [])),
        },
      })
    expect(idsOf([head(project('A1')), row(bad([A, B], true))], { show: 'invalid' })).toEqual(['A1'])
    expect(idsOf([head(project('A1')), row(bad([A, B], false))], { show: 'invalid' })).toEqual([])
  })

  it('are counted by what they are', () => {
    const counts = countsOf(rowsOf(listingOf(...LINES)))
    expect(counts).toMatchObject({ all: 4, project: 1, site: 2, none: 0, unknown: 0, ignored: 1, outside: 1 })
  })

  it('stand together by server when they are grouped, each group with its count', () => {
    const found = matching(rowsOf(listingOf(...LINES)), { ...VIEW, group: true })
    const items = itemsOf(found, true)
    expect(
      items.map((item) => (item.kind === 'group' ? `${item.server} ${item.count}` : item.row.projectId)),
    ).toEqual(['null 1', 'D1', `${A} 2`, 'B1', 'C1', `${B} 1`, 'A1'])
  })
})

describe('the address', () => {
  it('keeps the view, and leaves out what is as it is by itself', () => {
    const params = {
      q: 'x',
      show: 'project',
      sort: '-server',
      group: 'server',
      place: 'project:A1',
      tab: 'history',
    }
    expect(paramsOf(viewOf(params))).toEqual(params)
    expect(paramsOf(viewOf({}))).toEqual({})
  })

  it('is not believed', () => {
    const view = viewOf({ show: 'x', place: '../etc', job: 'x', bulk: 'x', tab: 'x', group: 'x' })
    expect(view).toMatchObject({ show: 'all', place: null, job: null, bulk: null, tab: 'edit', group: false })
  })
})
