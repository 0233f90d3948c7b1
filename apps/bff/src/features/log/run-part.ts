import type { RunId } from '@ohif-admin/contracts'
import { parseCursor } from '../../lib/log-tail/index.ts'
import type { RunsRepository } from '../../storage/runs.ts'
import type { RunPart } from './log.service.ts'

/** Finds which part of which log a run wrote. Null for a run no log was seen of, undefined for no run. */
export function createRunPart(runs: Pick<RunsRepository, 'find'>) {
  return async (runId: RunId): Promise<RunPart | null | undefined> => {
    const run = await runs.find(runId)
    if (!run) return undefined
    const { logSource, logKey, logThreads, endCursors } = run
    const [fileKey, offset] = logKey?.split(':') ?? []
    if (logSource === null || logThreads === null || !fileKey) return null
    const end = endCursors?.[logSource]
    return {
      source: logSource,
      from: { fileKey, offset: Number(offset) },
      to: end === undefined ? undefined : (parseCursor(end) ?? undefined),
      threads: logThreads,
    }
  }
}
