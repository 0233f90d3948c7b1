import { ProjectId, RUN_SORTS, type RunSort } from '@ohif-admin/contracts'
import { expect, test } from 'vitest'
import { createMigrations } from './migrations/provider.ts'
import { NO_COUNTS } from './new-run.ts'
import { placeFromText, placeToText, type RunSearch } from './run-list.ts'
import { toRow } from './run-row.ts'
import { createRunsRepository } from './runs.ts'
import { describeEngines, useFreshDatabase } from './testing/engines.ts'
import { makeRun } from './testing/make-run.ts'

const ALL = { projectIds: 'all' } as const

describeEngines('the list of runs', (testEngine) => {
  const database = useFreshDatabase(testEngine)
  const runs = () => createRunsRepository(database())

  /** Runs that are over, the first is the newest. */
  async function write(...changes: Parameters<typeof makeRun>[0][]) {
    for (const [index, change] of changes.entries()) {
      const startedAt = 9_000 - index
      const over = { state: 'finished', startedAt, endedAt: startedAt + 1, idempotencyKey: null } as const
      await runs().insertIntent(makeRun({ ...over, ...change }))
    }
  }

  async function titlesOf(search: Partial<RunSearch>, sort: RunSort = '-started', limit = 2) {
    const titles: (string | null)[] = []
    for (let after: ReturnType<typeof placeFromText>; ; ) {
      const page = await runs().page({ ...ALL, ...search }, { sort, limit, after })
      titles.push(...page.runs.map(({ projectTitle }) => projectTitle))
      if (!page.next) return titles
      after = placeFromText(placeToText(page.next), sort)
    }
  }

  test.each([
    ['-started', ['Ärzte', 'brain', 'Chest']],
    ['started', ['Chest', 'brain', 'Ärzte']],
    ['project', ['Ärzte', 'brain', 'Chest']],
    ['-project', ['Chest', 'brain', 'Ärzte']],
    ['took', ['brain', 'Ärzte', 'Chest']],
    ['-stored', ['brain', 'Chest', 'Ärzte']],
    ['-failures', ['Chest', 'Ärzte', 'brain']],
    ['-by', ['Chest', 'Ärzte', 'brain']],
    ['kind', ['brain', 'Ärzte', 'Chest']],
    ['state', ['Ärzte', 'Chest', 'brain']],
  ] as const)('is ordered by %s over all pages', async (sort, titles) => {
    const counts = (stored: number, failed: number) => ({ counts: { ...NO_COUNTS, stored, failed } })
    await write(
      { projectTitle: 'Ärzte', endedAt: 10_000, startedBy: 'bob', ...counts(1, 1), kind: 'bulk' },
      { projectTitle: 'brain', state: 'running', endedAt: null, ...counts(9, 0), kind: 'adopted' },
      { projectTitle: 'Chest', endedAt: 90_000, startedBy: 'Çelik', ...counts(2, 7), kind: 'guided' },
    )
    expect(await titlesOf({}, sort, 1)).toEqual(titles)
    expect(await titlesOf({}, sort, 3)).toEqual(titles)
  })

  test('has every run once in any order, also among equals', async () => {
    await write(
      ...Array.from({ length: 7 }, (_, n) => ({ startedAt: 1_000 + (n >> 1), projectTitle: `${n}` })),
    )
    for (const sort of RUN_SORTS.flatMap((key) => [key, `-${key}`] as const)) {
      const titles = await titlesOf({}, sort)
      expect([...titles].sort()).toEqual(['0', '1', '2', '3', '4', '5', '6'])
    }
  })

  test('goes on from where the last run of a page was, not from where it has moved to', async () => {
    await write({ projectTitle: 'a' }, { projectTitle: 'b' }, { projectTitle: 'c' })
    const { runs: shown, next } = await runs().page(ALL, { sort: 'project', limit: 1 })
    await runs().update(shown[0]?.id ?? makeRun().id, { projectTitle: 'z' })
    const rest = await runs().page(ALL, { sort: 'project', limit: 1, after: next })
    expect(rest.runs.map(({ projectTitle }) => projectTitle)).toEqual(['b'])
  })

  test.each([
    ['arzte', ['Ärzte']],
    ['MÜLL', ['Ärzte']],
    ['muller', ['Ärzte']],
    ['liver', ['Ärzte', 'plain']],
    ['100%', ['Ärzte']],
    ['%', ['Ärzte']],
    ['xnat_s0', ['plain']],
    ['\0', []],
    ['nothing like it', []],
  ])('is searched for %s', async (search, titles) => {
    await write(
      { projectTitle: 'Ärzte', startedBy: 'Müller', targetLabel: '100% done' },
      { projectTitle: 'plain', scope: 'subject', targetId: 'XNAT_S0001' },
    )
    expect(await titlesOf({ search })).toEqual(titles)
    expect(await runs().count({ ...ALL, search })).toBe(titles.length)
  })

  test('follows what a run comes to', async () => {
    const run = makeRun()
    await runs().insertIntent(run)
    await runs().update(run.id, { projectTitle: 'Später', targetLabel: 'Öl' })
    await runs().finish(run.id, { state: 'finished', endedAt: 1, counts: { ...NO_COUNTS, stored: 4 } })
    for (const search of ['spater', 'öl']) expect(await runs().count({ ...ALL, search })).toBe(1)
    await write({ projectTitle: 'less', counts: { ...NO_COUNTS, stored: 3 } })
    expect(await titlesOf({}, '-stored')).toEqual(['Später', 'less'])
  })

  test('shows and counts only what a person may see', async () => {
    const [liver, heart] = [ProjectId.parse('LIVER'), ProjectId.parse('HEART')]
    await write(
      { projectTitle: 'mine', projectId: heart, startedBy: 'bob' },
      { projectTitle: 'site', projectId: null },
      { projectTitle: 'read', projectId: liver },
      { projectTitle: 'not', projectId: heart },
    )
    const search = { projectIds: [liver], orStartedBy: 'bob' }
    expect(await titlesOf(search)).toEqual(['mine', 'read'])
    expect(await titlesOf({ ...search, projectId: heart })).toEqual(['mine'])
    expect(await runs().count({ ...search, projectId: heart })).toBe(1)
    expect(await titlesOf({ projectIds: [] })).toEqual([])
    expect(await runs().count({ projectIds: [] })).toBe(0)
  })

  test('does not tell names that may not be shown, by what it finds or by its order', async () => {
    const [liver, heart] = [ProjectId.parse('LIVER'), ProjectId.parse('HEART')]
    await write(
      { projectTitle: 'Secret', targetLabel: 'Jane', projectId: heart },
      { projectTitle: 'Open', targetLabel: 'Joe', projectId: liver },
    )
    for (const namedProjects of [[liver], []]) {
      for (const search of ['secret', 'jane']) expect(await titlesOf({ search, namedProjects })).toEqual([])
      expect(await titlesOf({ search: 'heart', namedProjects })).toEqual(['Secret'])
    }
    expect(await titlesOf({ search: 'joe', namedProjects: [liver] })).toEqual(['Open'])
    expect(await titlesOf({ search: 'joe', namedProjects: [] })).toEqual([])
    expect(await titlesOf({ namedProjects: [] }, 'project')).toEqual(['Secret', 'Open'])
    expect(await titlesOf({}, 'project')).toEqual(['Open', 'Secret'])
  })

  test('tells those that wait from those whose turn has come', async () => {
    await write({ projectTitle: 'over' }, { projectTitle: 'waits', state: 'queued', endedAt: null })
    expect(await titlesOf({ state: 'not-queued' })).toEqual(['over'])
    expect(await titlesOf({ state: 'queued' })).toEqual(['waits'])
    expect(await titlesOf({ kind: 'bulk', startedBy: 'ada' })).toEqual(['over', 'waits'])
    expect(await titlesOf({ kind: 'guided' })).toEqual([])
  })

  test('finds and orders runs of before it could be searched', async () => {
    const migrations = createMigrations(testEngine.engine)
    const { db } = database()
    const added = ['title_text', 'label_text', 'by_text', 'stored_count', 'troubled_count', 'repeated']
    await db.schema.dropIndex('runs_repeat').execute()
    for (const column of added) await db.schema.alterTable('runs').dropColumn(column).execute()
    const old = toRow(makeRun({ projectTitle: 'Größe', counts: { ...NO_COUNTS, stored: 5 } }))
    const before = Object.fromEntries(Object.entries(old).filter(([name]) => !added.includes(name)))
    await db
      .insertInto('runs')
      .values(before as typeof old)
      .execute()
    await migrations['012-runs-search']?.up(db)
    await write({ projectTitle: 'less', counts: { ...NO_COUNTS, stored: 3 } })
    expect(await titlesOf({ search: 'grosse' })).toEqual(['Größe'])
    expect(await titlesOf({}, '-stored')).toEqual(['Größe', 'less'])
  })
})

test('a place of another list, or of none, is not taken', () => {
  const place = { value: 7, startedAt: 1, id: 'x' }
  expect(placeFromText(placeToText(place), 'took')).toEqual(place)
  expect(placeFromText(placeToText(place), 'project')).toBeUndefined()
  expect(placeFromText('bm9uZQ', 'took')).toBeUndefined()
  expect(placeFromText(placeToText({ ...place, value: 1.5 }), 'took')).toBeUndefined()
})
