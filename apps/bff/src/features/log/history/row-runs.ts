import type { LogRow } from '@ohif-admin/contracts'
import { parseCursor } from '../../../lib/log-tail/index.ts'
import { ofRun } from './head-test.ts'
import type { RunSpan } from './jobs.ts'
import type { Scoped } from './scope.ts'
import { isBefore, type SourceHistory, type Spot } from './source-history.ts'

interface Placed extends Pick<RunSpan, 'runId' | 'source' | 'threads'> {
  from: Spot
  last: Spot | null
}

/** The rows, each with the run that wrote it. */
export function withRuns(
  rows: readonly LogRow[],
  scopes: readonly Pick<Scoped, 'history'>[],
  runs: readonly RunSpan[],
): LogRow[] {
  const histories = new Map(scopes.map(({ history }) => [history.source, history]))
  const placed = runs.flatMap((run) => place(run, histories.get(run.source)))
  if (placed.length === 0) return [...rows]
  return rows.map((row) => {
    if (row.form === 'marker') return row
    const position = parseCursor(row.cursor)
    const spot = position && histories.get(row.source)?.find(position)
    const run = spot && placed.find((one) => one.source === row.source && wrote(one, spot, row.thread))
    return run ? { ...row, runId: run.runId } : row
  })
}

/** A run whose beginning is no longer on disk has its rows from the beginning of what is. */
function place(
  { runId, source, threads, from, last }: RunSpan,
  history: SourceHistory | undefined,
): Placed[] {
  const end = last && history?.find(last)
  const start = history?.find(from) ?? (end ? history?.start : null)
  if (!start || (last && !end)) return []
  return [{ runId, source, threads, from: start, last: end ?? null }]
}

function wrote({ from, last, threads }: Placed, spot: Spot, thread: string): boolean {
  return !isBefore(spot, from) && !(last && isBefore(last, spot)) && ofRun(thread, threads)
}
