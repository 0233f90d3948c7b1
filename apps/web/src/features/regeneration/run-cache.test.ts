import type { Run, RunSessionPage } from '@ohif-admin/contracts'
import { QueryClient } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import type { LogView } from './log-view.ts'
import { type HistoryFilter, paceOfStaleHistory, runQueries, type SessionFilter } from './run.queries.ts'
import {
  applyLogMessage,
  applyRun,
  applyRunMessage,
  applySessions,
  withRun,
  withRunInPages,
} from './run-cache.ts'
import { makeCounts, makeRun, makeSession } from './testing/make-run.ts'

const run = makeRun()
const detailKey = ['runs', 'detail', run.id]
const pageKey = ({ show, search }: SessionFilter, page = 0) => [
  ...runQueries.sessionsOf(run.id),
  show,
  search,
  page,
]
const ALL = pageKey({ show: 'all', search: '' })
const FAILURES = pageKey({ show: 'failures', search: '' })

function setUp() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  client.setQueryData<RunSessionPage>(ALL, {
    sessions: [makeSession({ position: 0 }), makeSession({ position: 1 })],
    total: 2,
  })
  client.setQueryData<RunSessionPage>(FAILURES, { sessions: [], total: 0 })
  const page = (key: readonly unknown[]) => client.getQueryData<RunSessionPage>(key)
  const isStale = (key: readonly unknown[]) => client.getQueryState(key)?.isInvalidated
  return { client, page, isStale }
}

describe('a run from the stream', () => {
  it('replaces the run where it is shown and keeps its place in the lists', async () => {
    const { client } = setUp()
    const newer = makeRun({
      id: makeRun().id.replace('6f', '7f') as Run['id'],
      startedAt: '2024-03-12T11:00:00.000Z',
    })
    client.setQueryData(detailKey, run)
    client.setQueryData([...runQueries.lists, 50], [newer, run])
    const changed = makeRun({ counts: makeCounts({ stored: 500 }) })
    await applyRun(client, changed)
    expect(client.getQueryData(detailKey)).toEqual(changed)
    expect(client.getQueryData([...runQueries.lists, 50])).toEqual([newer, changed])
  })

  it('enters the lists newest first when it is new', () => {
    const older = makeRun({
      id: makeRun().id.replace('6f', '7f') as Run['id'],
      startedAt: '2024-03-11T10:00:00.000Z',
    })
    expect(withRun([older], run)).toEqual([run, older])
  })

  it('is not overwritten by an answer that was on its way', async () => {
    const { client } = setUp()
    const answer = Promise.withResolvers<Run>()
    const request = client
      .fetchQuery({ queryKey: detailKey, queryFn: () => answer.promise })
      .catch(() => undefined)
    const changed = makeRun({ counts: makeCounts({ stored: 500 }) })
    await applyRun(client, changed)
    answer.resolve(run)
    await request
    expect(client.getQueryData(detailKey)).toEqual(changed)
  })

  it('makes the sessions be read again when it ends', async () => {
    const { client, isStale } = setUp()
    client.setQueryData(detailKey, run)
    await applyRun(client, makeRun({ counts: makeCounts({ stored: 413 }) }))
    expect(isStale(ALL)).toBe(false)
    await applyRun(client, makeRun({ state: 'finished' }))
    expect(isStale(ALL)).toBe(true)
  })
})

describe('a run from the stream and the history', () => {
  const older = makeRun({
    id: makeRun().id.replace('6f', '7f') as Run['id'],
    startedAt: '2024-03-11T10:00:00.000Z',
  })

  const page = (...runs: Run[]) => ({ runs, total: 7, next: null })

  it('changes in its place, on whichever page that is', () => {
    const changed = { ...older, state: 'finished' } as const
    expect(withRunInPages([page(run), page(older)], changed, {})).toEqual([page(run), page(changed)])
  })

  it('comes first when it is new and asked for, and not otherwise', () => {
    const grown = { runs: [run, older], total: 8, next: null }
    expect(withRunInPages([page(older)], run, { kind: 'bulk', state: 'not-queued' })).toEqual([grown])
    const pages = [page(older)]
    for (const filter of [
      { kind: 'guided' },
      { state: 'queued' },
      { sort: 'took' },
      { search: 'x' },
    ] as const)
      expect(withRunInPages(pages, run, filter)).toBe(pages)
    const newest = [page(run)]
    expect(withRunInPages(newest, older, {})).toBe(newest)
  })

  it('makes a list be read again of which only the server knows whether it belongs there', async () => {
    const { client, isStale } = setUp()
    const keyOf = (filter: HistoryFilter) => [...runQueries.histories, filter]
    const lists: HistoryFilter[] = [
      { search: 'liver' },
      { sort: 'took' },
      { sort: '-started', kind: 'guided' },
    ]
    for (const filter of lists) client.setQueryData(keyOf(filter), { pages: [page(older)], pageParams: [{}] })
    await applyRun(client, run)
    expect(lists.map((filter) => isStale(keyOf(filter)))).toEqual([true, true, false])
  })

  it('makes a list be read again in which its place, or that it is there at all, may not be right any more', async () => {
    const { client, isStale } = setUp()
    const keyOf = (filter: HistoryFilter) => [...runQueries.histories, filter]
    const lists: HistoryFilter[] = [{ sort: '-stored' }, { state: run.state }, { state: 'finished' }, {}]
    for (const filter of lists) client.setQueryData(keyOf(filter), { pages: [page(run)], pageParams: [{}] })
    await applyRun(client, { ...run, counts: makeCounts({ stored: 500 }) })
    expect(lists.map((filter) => isStale(keyOf(filter)))).toEqual([true, false, true, false])
    await applyRun(client, { ...run, state: 'finished' })
    expect(lists.map((filter) => isStale(keyOf(filter)))).toEqual([true, true, false, false])
  })

  it('is read again at a pace that knows how many pages there are, whatever changes meanwhile', () => {
    const pagesOf = (count: number, readAt: number) =>
      Array.from({ length: count }, () => ({ ...page(run), readAt }))
    const stale = (count: number, agoMs: number) =>
      paceOfStaleHistory({
        state: {
          ...{ isInvalidated: true, error: null, errorUpdatedAt: 0 },
          data: { pages: pagesOf(count, Date.now() - agoMs) },
        },
      })
    expect(stale(1, 0)).toBeGreaterThan(1_500)
    expect(stale(40, 0)).toBeGreaterThan(19_000)
    expect(stale(1, 5_000)).toBe(50)
    const fresh = { isInvalidated: false, error: null, errorUpdatedAt: 0, data: { pages: pagesOf(1, 0) } }
    const failed = { isInvalidated: true, error: new Error('503'), errorUpdatedAt: Date.now() }
    for (const data of [undefined, { pages: pagesOf(1, 0) }])
      expect(paceOfStaleHistory({ state: { ...failed, data } })).toBeGreaterThan(1_500)
    expect(paceOfStaleHistory({ state: fresh })).toBe(false)
  })
})

it('a run enters the queue at its place and leaves it when it starts', async () => {
  const { client, isStale } = setUp()
  const queued = (position: number, id: Run['id']) =>
    makeRun({
      id,
      state: 'queued',
      queue: { position, notBefore: null, repeat: null, expectedStartAt: null, waitsForSignIn: null },
    })
  const second = queued(2, makeRun().id.replace('6f', '7f') as Run['id'])
  client.setQueryData(runQueries.queueKey, [second])
  await applyRun(client, queued(1, run.id))
  expect(client.getQueryData<Run[]>(runQueries.queueKey)?.map(({ id }) => id)).toEqual([run.id, second.id])
  await applyRun(client, run)
  expect(client.getQueryData<Run[]>(runQueries.queueKey)).toEqual([second])
  expect(isStale(runQueries.queueKey)).toBe(true)
})

describe('sessions from the stream', () => {
  it('replace those on the pages that hold them', async () => {
    const { client, page, isStale } = setUp()
    const stored = makeSession({ position: 1, verdict: 'stored' })
    await applySessions(client, run.id, [stored])
    expect(page(ALL)?.sessions).toEqual([makeSession({ position: 0 }), stored])
    expect(isStale(ALL)).toBe(false)
  })

  it('leave a page alone that does not hold them', async () => {
    const { client, page } = setUp()
    const before = page(FAILURES)
    await applySessions(client, run.id, [makeSession({ position: 1, verdict: 'stored' })])
    expect(page(FAILURES)).toBe(before)
  })

  it('make a filtered list stale that gains or loses one of them, and no other', async () => {
    const { client, isStale } = setUp()
    await applySessions(client, run.id, [makeSession({ position: 1, verdict: 'in-work' })])
    expect(isStale(FAILURES)).toBe(false)
    await applySessions(client, run.id, [makeSession({ position: 1, verdict: 'silent-failure' })])
    expect(isStale(FAILURES)).toBe(true)
    expect(isStale(ALL)).toBe(false)
  })

  it('make the whole list stale when it has grown', async () => {
    const { client, isStale } = setUp()
    await applySessions(client, run.id, [makeSession({ position: 2 })])
    expect(isStale(ALL)).toBe(true)
  })
})

describe('a gap in the stream', () => {
  it('makes what belongs to the run be read again, except its log lines', async () => {
    const { client, isStale } = setUp()
    client.setQueryData(detailKey, run)
    client.setQueryData(runQueries.logOf(run.id), { entries: { items: [], dropped: 0 }, earlier: 0 })
    await applyRunMessage(client, { type: 'gap', topic: `run:${run.id}` }, run.id)
    expect([ALL, FAILURES, detailKey].map(isStale)).toEqual([true, true, true])
    expect(isStale(runQueries.logOf(run.id))).toBe(false)
    await applyLogMessage(client, { type: 'gap', topic: `run-log:${run.id}` }, run.id)
    expect(isStale(runQueries.logOf(run.id))).toBe(true)
  })

  it('concerns only what was read before a new stream began', async () => {
    const { client, isStale } = setUp()
    await applyRunMessage(client, { type: 'opened', at: Date.now() - 60_000 }, run.id)
    expect(isStale(ALL)).toBe(false)
    await applyRunMessage(client, { type: 'opened', at: Date.now() + 1 }, run.id)
    expect(isStale(ALL)).toBe(true)
  })
})

it('log lines from the stream are added to those that were read', async () => {
  const { client } = setUp()
  const lines = [{ form: 'derived', cursor: 'main:a:1', at: 'x', event: 'session-stored', sessionId: 'S' }]
  const batch = { type: 'run-log', runId: run.id, reset: false, lines, skipped: 0 } as Parameters<
    typeof applyLogMessage
  >[1]
  client.setQueryData(runQueries.logOf(run.id), { entries: { items: [], dropped: 0 }, earlier: 7 })
  await applyLogMessage(client, batch, run.id)
  expect(client.getQueryData<LogView>(runQueries.logOf(run.id))?.entries.items).toHaveLength(1)
  expect(client.getQueryData<LogView>(runQueries.logOf(run.id))?.earlier).toBe(7)
})
