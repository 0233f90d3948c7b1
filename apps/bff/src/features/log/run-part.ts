import type { RunId } from '@ohif-admin/contracts'
import { parseCursor } from '../../lib/log-tail/index.ts'
import type { StoredRun } from '../../storage/run-row.ts'
import type { RunSessionListsRepository } from '../../storage/run-session-lists.ts'
import type { RunsRepository } from '../../storage/runs.ts'
import type { RecordFilter } from './history/filter.ts'
import type { RunSpan, SourceJob } from './history/jobs.ts'

/** The newest runs are told of in rows; whoever reads further back finds a run by its own page. */
const RUNS = 100
/** A run that has just begun is told of a little later. */
const REMEMBERED_MS = 2_000
/** Guided runs whose sessions are kept, for the pages that follow. */
const CALLS_REMEMBERED = 4

/** Which records are a run's, and where they are in each log. */
export interface RunPart {
  places: readonly (Pick<SourceJob, 'from' | 'last' | 'to'> & { source: string })[]
  filter: Pick<RecordFilter, 'runThreads' | 'runCalls'>
}

/** Where runs are in the logs. */
export interface RunParts {
  /** Without places for a run no log was seen of, undefined for no run. */
  of(runId: RunId): Promise<RunPart | undefined>
  /** Runs that have threads of their own. */
  newest(): Promise<readonly RunSpan[]>
}

interface Needs {
  runs: Pick<RunsRepository, 'find' | 'list'>
  sessionLists: Pick<RunSessionListsRepository, 'ids'>
}

export function createRunPart({ runs, sessionLists }: Needs): RunParts {
  const calls = new Map<RunId, Promise<string>>()
  let newest: { spans: Promise<readonly RunSpan[]>; until: number } | undefined

  /** Once a guided run has begun its sessions stay as they are. */
  function idsOf(runId: RunId): Promise<string> {
    const ids = calls.get(runId) ?? sessionLists.ids(runId).then((all) => all.join('\n'))
    calls.delete(runId)
    calls.set(runId, ids)
    ids.catch(() => calls.delete(runId))
    for (const oldest of [...calls.keys()].slice(0, -CALLS_REMEMBERED)) calls.delete(oldest)
    return ids
  }

  return {
    async of(runId) {
      const run = await runs.find(runId)
      if (run?.kind !== 'guided') return run && partOf(spanOf(run))
      const places = placesOf(run)
      return { places, filter: places.length === 0 ? {} : { runCalls: await idsOf(runId) } }
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

function partOf(span: RunSpan | null): RunPart {
  if (!span) return { places: [], filter: {} }
  const { threads, ...place } = span
  return { places: [place], filter: { runThreads: threads } }
}

/** A guided run calls XNAT for each session: in every log, from where that stood before to where it stood at the end. */
function placesOf({ startCursors, endCursors }: StoredRun): RunPart['places'] {
  return Object.entries(startCursors ?? {}).flatMap(([source, cursor]) => {
    const from = parseCursor(cursor)
    const end = endCursors?.[source]
    return from ? [{ source, from, to: end === undefined ? undefined : (parseCursor(end) ?? undefined) }] : []
  })
}
