import { randomUUID } from 'node:crypto'
import {
  Run,
  RunList,
  type RunListQuery,
  type RunSession,
  RunSessionPage,
  type RunTarget,
} from '@ohif-admin/contracts'
import type { Browser } from './browser.ts'

/** What is sent for a bulk run. */
export const bulkStart = (target: RunTarget | object, more: object = {}) => ({
  kind: 'bulk',
  target,
  idempotencyKey: randomUUID(),
  ...more,
})

/** Starts a bulk run. Throws the answer when it is refused. */
export async function startBulk(
  browser: Browser,
  target: RunTarget | object,
  more: object = {},
): Promise<Run> {
  const answer = await browser.post('/api/runs', bulkStart(target, more))
  if (answer.status !== 202) throw new Error(`${answer.status}: ${answer.text}`)
  return Run.parse(answer.json)
}

/** Waits on the run's own stream, as the page does, until it is as wanted. */
export async function runUntil(
  browser: Browser,
  { id }: Pick<Run, 'id'>,
  wanted: (run: Run) => boolean,
): Promise<Run> {
  await using stream = await browser.listen(`run:${id}`)
  const message = await stream.until((one) => one.type === 'run' && one.run.id === id && wanted(one.run))
  return (message as Extract<typeof message, { type: 'run' }>).run
}

export const runOver = (browser: Browser, run: Pick<Run, 'id'>) =>
  runUntil(browser, run, ({ endedAt }) => endedAt !== null)

/** The first run, of now or of soon, that is as wanted, from the stream of all runs. */
export async function runSeen(browser: Browser, wanted: (run: Run) => boolean): Promise<Run> {
  await using stream = await browser.listen('runs')
  const message = await stream.until((one) => one.type === 'run' && wanted(one.run))
  return (message as Extract<typeof message, { type: 'run' }>).run
}

export async function listRuns(browser: Browser, query: Partial<RunListQuery> = {}): Promise<Run[]> {
  const text = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) text.set(name, String(value))
  return RunList.parse((await browser.get(`/api/runs?${text}`)).json).runs
}

export async function sessionsOf(
  browser: Browser,
  { id }: Pick<Run, 'id'>,
  query = 'limit=1000',
): Promise<RunSession[]> {
  const answer = await browser.get(`/api/runs/${id}/sessions?${query}`)
  return RunSessionPage.parse(answer.json).sessions
}
