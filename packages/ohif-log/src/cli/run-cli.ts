import { setTimeout as sleep } from 'node:timers/promises'
import { createLogFold, type LogFold } from '../fold.ts'
import type { LogRun } from '../runs/log-run.ts'
import { GrowingFile } from './read-file.ts'
import { reportDicomweb, reportRun, toReport } from './report.ts'
import { RunCollector } from './run-collector.ts'
import { headline, summarise, summariseRest } from './summary.ts'

/** How often a followed file is looked at. Notifications are missing on many file systems logs live on. */
const POLL_MS = 250

export interface CliRequest {
  files: readonly string[]
  json: boolean
  follow: boolean
  pluginVersion: string | undefined
  write(text: string): void
  complain(text: string): void
  /** Ends following. */
  signal?: AbortSignal
}

/** Reads the files as one log and tells its runs. The exit code: 0, or 2 for a file that cannot be read. */
export function runCli(request: CliRequest): number | Promise<number> {
  const { files, pluginVersion } = request
  const fold = createLogFold(pluginVersion === undefined ? {} : { pluginVersion })
  const collector = new RunCollector(fold)
  let last: GrowingFile | null = null
  for (const path of files) {
    try {
      last?.close()
      last = new GrowingFile(path)
      fold.startFile(path)
      last.readOn((chunk) => {
        fold.push(chunk)
        collector.take()
      })
    } catch (error) {
      request.complain(`${error instanceof Error ? error.message : error}\n`)
      return 2
    }
  }
  tell(request, fold, collector)
  if (request.follow && last) return follow(request, fold, collector, last)
  last?.close()
  return 0
}

function tell(request: CliRequest, fold: LogFold, collector: RunCollector) {
  const { runs } = collector
  if (!request.json) {
    for (const run of runs) request.write(`${summarise(run)}\n`)
    request.write(summariseRest(fold))
  } else if (request.follow) for (const run of runs) request.write(jsonLine(run))
  else request.write(`${JSON.stringify(toReport(runs, fold.otherGeneration, fold.unrecognized), null, 2)}\n`)
}

async function follow(request: CliRequest, fold: LogFold, collector: RunCollector, first: GrowingFile) {
  let file = first
  let generation = 0
  const readOn = () => {
    file.readOn((chunk) => fold.push(chunk))
    for (const run of collector.take()) request.write(request.json ? jsonLine(run) : headline(run))
  }
  while (request.signal?.aborted !== true) {
    if (file.wasCut) {
      file.offset = 0
      fold.startFile(`${file.path}#${++generation}`, 0, true)
    }
    readOn()
    const next = file.successor()
    if (next) {
      // what was written between the last look and the rename
      readOn()
      file.close()
      file = next
      fold.startFile(`${file.path}#${++generation}`)
    } else await sleep(POLL_MS, undefined, { signal: request.signal }).catch(() => undefined)
  }
  file.close()
  return 0
}

function jsonLine(run: LogRun): string {
  return `${JSON.stringify(run.kind === 'dicomweb' ? reportDicomweb(run) : reportRun(run))}\n`
}
