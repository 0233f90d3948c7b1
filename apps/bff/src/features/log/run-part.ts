import type { RunId } from '@ohif-admin/contracts'
import { parseCursor } from '../../lib/log-tail/index.ts'
import type { StoredRun } from '../../storage/run-row.ts'
import type { RunsRepository } from '../../storage/runs.ts'
import type { RunSpan } from './history/jobs.ts'

/** The newest runs are told of in rows; whoever reads further back finds a run by its own page. */
const RUNS = 100
/** A run that has just begun is told of a little later. */
const REMEMBERED_MS = 2_000

/** Where runs are in the logs. */
export interface RunParts {
  /** Null for a run no log was seen of, undefined for no run. */
  of(runId: RunId): Promise<RunSpan | null | undefined>
  newest(): Promise<readonly RunSpan[]>
}

export function createRunPart(runs: Pick<RunsRepository, 'find' | 'list'>): RunParts {
  let newest: { spans: Promise<readonly RunSpan[]>; until: number } | undefined
  return {
    async of(runId) {
      const run = await runs.find(runId)
      return run && spanOf(run)
    },
    newest() {
      if (!newest || performance.now() > newest.until) {
        const spans = runs
          .list({ limit: RUNS, projectIds: 'all' })
          .then((found) => found.flatMap((run) => spanOf(run) ?? []))
        newest = { spans, until: performance.now() + REMEMBERED_MS }
      }
      return newest.spans
    },
  }
}

function spanOf({ id, logSource, logKey, logThreads, endCursors }: StoredRun): RunSpan | null {
  const [fileKey, offset] = logKey?.split(':') ?? []
  if (logSource === null || logThreads === null || !fileKey) return null
  const end = endCursors?.[logSource]
  return {
    runId: id,
    source: logSource,
    from: { fileKey, offset: Number(offset) },
    last: end === undefined ? undefined : (parseCursor(end) ?? undefined),
    threads: logThreads,
  }
}
