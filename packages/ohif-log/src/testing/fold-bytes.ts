import { type Report, toReport } from '../cli/report.ts'
import { createLogFold, type LogFold } from '../fold.ts'
import type { FoldOptions } from '../runs/context.ts'
import type { LogRun } from '../runs/log-run.ts'

const encoder = new TextEncoder()

/** Runs by key, as the last change showed them. */
export function takeRuns(fold: LogFold, runs = new Map<string, LogRun>()): Map<string, LogRun> {
  for (const { run } of fold.takeChanges()) runs.set(run.key, run)
  return runs
}

/** Folds one text and gives its runs in order. */
export function foldText(text: string, options: FoldOptions = {}): { runs: LogRun[]; fold: LogFold } {
  const fold = createLogFold(options)
  fold.startFile('a')
  fold.push(encoder.encode(text))
  return { runs: [...takeRuns(fold).values()], fold }
}

/** The only run of a text. Throws when there is another number of them. */
export function foldOneRun(text: string, options: FoldOptions = {}): LogRun {
  const { runs } = foldText(text, options)
  const [run] = runs
  if (run === undefined || runs.length !== 1) throw new Error(`${runs.length} runs instead of one`)
  return run
}

/** Folds files given as chunks, takes the changes after each chunk, and reports the result. */
export function reportFiles(
  files: readonly { name: string; chunks: Iterable<Uint8Array> }[],
  options: FoldOptions,
): Report {
  const fold = createLogFold(options)
  const runs = new Map<string, LogRun>()
  for (const { name, chunks } of files) {
    fold.startFile(name)
    for (const chunk of chunks) {
      fold.push(chunk)
      takeRuns(fold, runs)
    }
  }
  return toReport([...runs.values()], fold.otherGeneration, fold.unrecognized)
}

/** `XNAT_E1:done XNAT_E2:failed`, in queue order. */
export function statesOf(run: LogRun | undefined): string {
  return (run?.sessions ?? []).map(({ id, state }) => `${id}:${state}`).join(' ')
}
