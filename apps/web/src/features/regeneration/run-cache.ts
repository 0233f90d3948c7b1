import {
  FAILURE_VERDICTS,
  isOpen,
  type Run,
  type RunId,
  type RunPage,
  type RunSession,
  type RunSessionPage,
} from '@ohif-admin/contracts'
import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { LiveMessage } from '../../lib/topics.ts'
import { forgetRun } from './forget-run.ts'
import { applyLogBatch, type LogBatch, type LogView } from './log-view.ts'
import {
  type HistoryFilter,
  type HistoryPage,
  inQueueOrder,
  runQueries,
  type SessionFilter,
} from './run.queries.ts'

type History = InfiniteData<HistoryPage>

/** Second parts of the keys of lists of runs. */
const LISTS: readonly unknown[] = ['list', 'queue', 'history']

const detailKey = (id: RunId) => ['runs', 'detail', id] as const

/** Puts a run as the server sent it into every place where it is shown. */
export async function applyRun(client: QueryClient, run: Run): Promise<void> {
  const before = client.getQueryData<Run>(detailKey(run.id))
  await setNewer<Run>(client, detailKey(run.id), () => run)
  client.setQueriesData<Run[]>({ queryKey: runQueries.lists }, (runs) => runs && withRun(runs, run))
  await applyToHistory(client, run)
  await applyToQueue(client, run)
  // A change of state can free or take XNAT's lock, which the impact of every project mentions.
  if (before?.state !== run.state) await client.invalidateQueries({ queryKey: ['runs', 'impact'] })
  // The last verdicts are stored after the end line was seen.
  if (before && isOpen(before.state) && !isOpen(run.state))
    await markStale(client, runQueries.sessionsOf(run.id))
}

/**
 * A run is changed where it stands in the history. Where a new one belongs, only the list of the newest can tell; and by
 * its change it can belong to another place of any other order, or to another filter.
 */
async function applyToHistory(client: QueryClient, run: Run): Promise<void> {
  for (const [key, history] of client.getQueriesData<History>({ queryKey: runQueries.histories })) {
    if (!history) continue
    const filter = key[2] as HistoryFilter
    const pages = withRunInPages(history.pages, run, filter)
    if (pages !== history.pages) client.setQueryData<History>(key, { ...history, pages })
    if (!isNewestFirst(filter) || isMisplaced(pages, run, filter)) await markStale(client, key)
  }
}

/** Whether a list of the newest has the run and should not, or lacks it between runs that it has. */
function isMisplaced(pages: readonly RunPage[], run: Run, filter: HistoryFilter): boolean {
  if (isListed(pages, run)) return !belongsTo(run, filter)
  const last = pages.at(-1)
  const oldest = last?.next === null ? undefined : last?.runs.at(-1)
  return belongsTo(run, filter) && run.startedAt >= (oldest?.startedAt ?? '')
}

const isListed = (pages: readonly RunPage[], { id }: Run) =>
  pages.some(({ runs }) => runs.some((run) => run.id === id))

const isNewestFirst = ({ sort, search }: HistoryFilter) =>
  (sort === undefined || sort === '-started') && search === undefined

/** The pages with `run` in them; the same pages when it belongs further down, elsewhere, or to another filter. */
export function withRunInPages<Page extends RunPage>(pages: Page[], run: Run, filter: HistoryFilter): Page[] {
  if (isListed(pages, run))
    return pages.map((page) => ({
      ...page,
      runs: page.runs.map((each) => (each.id === run.id ? run : each)),
    }))
  const [first, ...rest] = pages
  const newest = first?.runs[0]
  if (!first || (newest && newest.startedAt > run.startedAt) || !isNewestFirst(filter)) return pages
  if (!belongsTo(run, filter)) return pages
  return [
    { ...first, runs: [run, ...first.runs], total: first.total + 1 },
    ...rest.map((page) => ({ ...page, total: page.total + 1 })),
  ]
}

function belongsTo(run: Run, { projectId, kind, state, startedBy }: HistoryFilter): boolean {
  if (state === 'not-queued' ? run.state === 'queued' : state && run.state !== state) return false
  const wanted = { projectId, kind, startedBy }
  return Object.entries(wanted).every(
    ([name, value]) => value === undefined || run[name as keyof typeof wanted] === value,
  )
}

/** A run that comes or goes moves the others, and only the server knows where to. */
async function applyToQueue(client: QueryClient, run: Run): Promise<void> {
  const queue = client.getQueryData<Run[]>(runQueries.queueKey)
  if (!queue) return
  const others = queue.filter(({ id }) => id !== run.id)
  if (run.state !== 'queued' && others.length === queue.length) return
  client.setQueryData<Run[]>(runQueries.queueKey, inQueueOrder([...others, run]))
  await markStale(client, runQueries.queueKey)
}

/** The list with `run` in it, newest first. */
export function withRun(runs: readonly Run[], run: Run): Run[] {
  if (runs.some(({ id }) => id === run.id)) return runs.map((each) => (each.id === run.id ? run : each))
  return [run, ...runs].sort((a, b) => b.startedAt.localeCompare(a.startedAt))
}

/**
 * Puts changed sessions into the pages that hold them. A filtered list may gain or lose rows by the change, which
 * only the server can page: those lists are read again.
 */
export async function applySessions(
  client: QueryClient,
  id: RunId,
  changed: readonly RunSession[],
): Promise<void> {
  const byPosition = new Map(changed.map((session) => [session.position, session]))
  for (const [key, page] of client.getQueriesData<RunSessionPage>({ queryKey: runQueries.sessionsOf(id) })) {
    if (!page) continue
    const patched = patchPage(page, byPosition)
    if (patched !== page) await setNewer<RunSessionPage>(client, key, () => patched)
    if (moves(page, changed, filterOf(key))) await markStale(client, key)
  }
}

/** The lists read themselves again while they are marked, at their own pace: see `runQueries.sessions`. */
function markStale(client: QueryClient, queryKey: readonly unknown[]) {
  return client.invalidateQueries({ queryKey, refetchType: 'none' })
}

/** The page with the changed sessions in the place of the old ones; the same page when none of them is on it. */
export function patchPage(page: RunSessionPage, byPosition: ReadonlyMap<number, RunSession>): RunSessionPage {
  if (!page.sessions.some(({ position }) => byPosition.has(position))) return page
  return { ...page, sessions: page.sessions.map((session) => byPosition.get(session.position) ?? session) }
}

/** Whether `session` belongs to a list that shows `show`. */
export function isShown(session: RunSession, show: SessionFilter['show']): boolean {
  if (show === 'all') return true
  if (show === 'failures') return (FAILURE_VERDICTS as readonly string[]).includes(session.verdict)
  return session.verdict === show
}

/** Whether the changes add rows to a filtered list or take rows from it. */
export function moves(
  page: RunSessionPage,
  changed: readonly RunSession[],
  { show, search }: SessionFilter,
): boolean {
  if (show === 'all') return search === '' && changed.some(({ position }) => position >= page.total)
  const held = new Set(page.sessions.map(({ position }) => position))
  return changed.some((session) => isShown(session, show) !== held.has(session.position))
}

function filterOf(key: readonly unknown[]): SessionFilter {
  return { show: key[3] as SessionFilter['show'], search: key[4] as string }
}

export async function applyLog(client: QueryClient, batch: LogBatch): Promise<void> {
  const known = client.getQueryData(runQueries.logOf(batch.runId)) !== undefined
  // A stream that other tabs had opened before does not begin with the lines as they are.
  if (!known && !batch.reset) return client.invalidateQueries({ queryKey: runQueries.logOf(batch.runId) })
  await setNewer<LogView>(client, runQueries.logOf(batch.runId), (view) => applyLogBatch(view, batch))
}

/**
 * Follows one message about runs; a gap and a new stream mean that what is cached may have missed something.
 * With an id only that run is read again then, without an id only the lists.
 */
export async function applyRunMessage(
  client: QueryClient,
  message: LiveMessage,
  id: RunId | null,
): Promise<void> {
  if (message.type === 'run') return applyRun(client, message.run)
  if (message.type === 'run-sessions') return applySessions(client, message.runId, message.sessions)
  if (message.type === 'denied' && id !== null) return forgetRun(client, id)
  const before = readBefore(message)
  if (before === null) return
  const belongs = (queryKey: readonly unknown[]) =>
    id === null ? LISTS.includes(queryKey[1]) : queryKey[2] === id && queryKey[1] !== 'log'
  await client.invalidateQueries(
    {
      queryKey: runQueries.root,
      predicate: ({ queryKey, state }) => state.dataUpdatedAt < before && belongs(queryKey),
    },
    // A list on its way is good enough, because its runs follow by the stream; sessions do not.
    { cancelRefetch: id !== null },
  )
}

/** Follows one message about a run's log. What was read before the stream began may have missed lines. */
export async function applyLogMessage(client: QueryClient, message: LiveMessage, id: RunId): Promise<void> {
  if (message.type === 'run-log') return applyLog(client, message)
  if (message.type === 'denied') return forgetRun(client, id)
  const before = readBefore(message)
  if (before === null) return
  const predicate = ({ state }: { state: { dataUpdatedAt: number } }) => state.dataUpdatedAt < before
  await client.invalidateQueries({ queryKey: runQueries.logOf(id), predicate })
}

/** What was read before this moment has to be read again; null when nothing has to be. */
function readBefore(message: LiveMessage): number | null {
  if (message.type === 'opened') return message.at
  return message.type === 'gap' || message.type === 'denied' ? Number.POSITIVE_INFINITY : null
}

/** A request that is still on its way would overwrite what the stream has just said, so it is given up. */
async function setNewer<Data>(
  client: QueryClient,
  key: readonly unknown[],
  change: (old: Data | undefined) => Data,
) {
  if (client.isFetching({ queryKey: key, exact: true }) > 0)
    await client.cancelQueries({ queryKey: key, exact: true })
  client.setQueryData<Data>(key, (old) => change(old))
}
