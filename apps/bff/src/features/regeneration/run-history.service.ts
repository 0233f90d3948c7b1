import type { RunComparison, RunId, RunListExportQuery, RunSession } from '@ohif-admin/contracts'
import type { Actor } from '../../lib/actor.ts'
import type { Audience } from '../../lib/stream-hub.ts'
import type { RunHistoryRepository } from '../../storage/run-history.ts'
import type { StoredRun } from '../../storage/run-row.ts'
import type { RunSessionListsRepository } from '../../storage/run-session-lists.ts'
import type { LiveRuns } from './live-runs.ts'
import { exportCsv, exportJson } from './run-export.ts'
import { exportListCsv, exportListJson } from './run-list-export.ts'
import type { RunReader } from './run-reader.ts'
import { viewSession } from './run-view.ts'

const PAGE = 1_000
const TYPES = { csv: 'text/csv; charset=utf-8', json: 'application/json; charset=utf-8' } as const
const NO_CHANGES = { fixed: 0, broken: 0, stillFailing: 0, onlyNow: 0, onlyBefore: 0 }

interface Needs {
  reader: RunReader
  history: RunHistoryRepository
  sessionLists: RunSessionListsRepository
  live: LiveRuns
}

/** Runs as a whole and beside each other, as each person may see them. */
export function createRunHistoryService({ reader, history, sessionLists, live }: Needs) {
  async function* pagesOf(row: StoredRun, audience: Audience): AsyncGenerator<RunSession[], void, void> {
    const open = live.find(row.id)
    for (
      let page = open ? open.sessions.slice(0, PAGE) : await sessionLists.after(row.id, -1);
      page.length > 0;
    ) {
      yield page.map((session) => viewSession(session, audience))
      const last = page.at(-1)?.position ?? 0
      page = open ? open.sessions.slice(last + 1, last + 1 + PAGE) : await sessionLists.after(row.id, last)
    }
  }

  return {
    /** Throws `AppError` `not-found`, also for a run this person may not see, before anything is written. */
    async export(actor: Actor, runId: RunId, format: 'csv' | 'json') {
      const { row, audience } = await reader.visible(actor, runId)
      const pages = pagesOf(row, audience)
      const text = format === 'csv' ? exportCsv(pages) : exportJson(await reader.find(actor, runId), pages)
      return { fileName: `rebuild-${runId}.${format}`, type: TYPES[format], text }
    },

    /** Every run that matches, in the order asked for. What cannot be read is refused before anything is written. */
    async exportList(actor: Actor, { format, ...filter }: RunListExportQuery) {
      const parts = await begun(reader.all(actor, filter))
      const text = format === 'csv' ? exportListCsv(parts) : exportListJson(parts)
      return { fileName: `rebuilds.${format}`, type: TYPES[format], text }
    },

    /** The run beside the one before it over the same target; there is nothing to compare before it is over. */
    async compare(actor: Actor, runId: RunId): Promise<RunComparison> {
      const { row, audienceOf } = await reader.visible(actor, runId)
      const before = row.endedAt === null ? undefined : await history.previousOf(row)
      if (!before || audienceOf(before) === undefined) return { previous: null, ...NO_CHANGES }
      const [previous, changes] = await Promise.all([
        reader.find(actor, before.id),
        sessionLists.compare(row.id, before.id),
      ])
      return { previous, ...changes }
    },
  }
}
export type RunHistoryService = ReturnType<typeof createRunHistoryService>

/** The same values; the first is there already, and what kept it from coming is thrown here. */
async function begun<Value>(values: AsyncGenerator<Value, void, void>): Promise<AsyncIterable<Value>> {
  const first = await values.next()
  return (async function* () {
    if (first.done) return
    yield first.value
    yield* values
  })()
}
