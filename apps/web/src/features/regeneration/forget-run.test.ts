import type { Run } from '@ohif-admin/contracts'
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { ApiError } from '../../lib/api-error.ts'
import { forgetLostRun } from './forget-run.ts'
import { paceOfStaleList, runQueries } from './run.queries.ts'
import { applyLogMessage, applyRunMessage } from './run-cache.ts'
import { makeRun } from './testing/make-run.ts'

const run = makeRun()
const detailKey = ['runs', 'detail', run.id]
const sessionsKey = [...runQueries.sessionsOf(run.id), 'all', '', 0]
const lost = new ApiError('not-found', 404)

function setUp() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  client.setQueryData(detailKey, run)
  client.setQueryData(sessionsKey, { sessions: [], total: 0 })
  client.setQueryData(runQueries.logOf(run.id), { entries: { items: [], dropped: 0 }, earlier: 0 })
  client.setQueryData([...runQueries.lists, 50], [run])
  client.setQueryData(runQueries.queueKey, [run])
  client.setQueryData([...runQueries.histories, {}], {
    pages: [{ runs: [run], total: 3, next: null }],
    pageParams: [{}],
  })
  const left = () => ({
    queue: client.getQueryData(runQueries.queueKey),
    history: client.getQueryData([...runQueries.histories, {}]),
    detail: client.getQueryData(detailKey),
    sessions: client.getQueryData(sessionsKey),
    log: client.getQueryData(runQueries.logOf(run.id)),
    list: client.getQueryData([...runQueries.lists, 50]),
  })
  return { client, left }
}

const NOTHING = {
  detail: undefined,
  sessions: undefined,
  log: undefined,
  list: [],
  queue: [],
  history: { pages: [{ runs: [], total: 2, next: null }], pageParams: [{}] },
}

it('a run is forgotten when the stream says that its topic is denied', async () => {
  const { client, left } = setUp()
  await applyRunMessage(client, { type: 'denied', topic: `run:${run.id}` }, run.id)
  expect(left()).toEqual(NOTHING)
})

it('a run is forgotten when its log is denied', async () => {
  const { client, left } = setUp()
  await applyLogMessage(client, { type: 'denied', topic: `run-log:${run.id}` }, run.id)
  expect(left()).toEqual(NOTHING)
})

it.each([[detailKey], [sessionsKey], [runQueries.logOf(run.id)]])(
  'a run is forgotten when %j is not found any more',
  async (key) => {
    const { client, left } = setUp()
    await forgetLostRun(client, lost, key)
    expect(left()).toEqual(NOTHING)
  },
)

it('a run stays when something else fails', async () => {
  const { client, left } = setUp()
  await forgetLostRun(client, new ApiError('internal', 500), detailKey)
  await forgetLostRun(client, lost, ['runs', 'impact', 'LIVER'])
  expect(left().detail).toEqual(run)
})

it('who shows a forgotten run hears that it is not found, and does not ask again', async () => {
  const { client } = setUp()
  let asked = 0
  const observer = new QueryObserver<Run>(client, {
    queryKey: detailKey,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => {
      asked += 1
      return run
    },
  })
  const leave = observer.subscribe(() => {})
  await applyRunMessage(client, { type: 'denied', topic: `run:${run.id}` }, run.id)
  expect(observer.getCurrentResult()).toMatchObject({
    data: undefined,
    isError: true,
    error: { status: 404 },
  })
  expect(asked).toBe(0)
  leave()
})

it('a list that is not found is not read again by itself', () => {
  expect(paceOfStaleList({ state: { isInvalidated: true, error: null } })).toBe(2000)
  expect(paceOfStaleList({ state: { isInvalidated: true, error: lost } })).toBe(false)
  expect(paceOfStaleList({ state: { isInvalidated: false, error: null } })).toBe(false)
})
