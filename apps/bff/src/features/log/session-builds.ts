import type { LogPlace } from '@ohif-admin/contracts'
import { AppError } from '../../lib/app-error.ts'
import { LogFileError } from '../../lib/log-tail/index.ts'
import type { LogWatch } from '../../lib/log-watch.ts'
import type { SessionBuilds } from '../../lib/logged-build.ts'
import type { SourceJob } from './history/jobs.ts'
import type { HistoryThread } from './history-thread.ts'
import { readPlace } from './job-request.ts'
import type { RunParts } from './run-part.ts'
import { type SourceLine, tellStory } from './session-story.ts'

/** Rows of one page, and of all pages of one answer: a session has about twenty lines a rebuild. */
const PAGE_ROWS = 500
const MAX_ROWS = 2_000
/** A page reads at most 16 MB; somebody waits for the answer. */
const READ_MS = 1_500

interface Needs {
  log: LogWatch
  history: HistoryThread
  runPart: RunParts
}

/**
 * Reads what the log says of one session, backwards from its end or from a place. It gives events and never lines; the
 * caller decides who may learn of them. Throws `AppError`.
 */
export function createSessionBuilds({ log, history, runPart }: Needs) {
  return async function buildsOf(sessionId: string, cursor?: LogPlace): Promise<SessionBuilds> {
    const sources = sourcesOf(log)
    const names = sources.map(({ name }) => name)
    // Without them each build still has its verdict.
    const runs = await runPart.newest().catch(() => [])
    const filter = { sessionId, regex: false, matchCase: true, invert: false }
    const until = performance.now() + READ_MS
    const lines: SourceLine[] = []
    let place = readPlace(cursor === undefined ? {} : { cursor }, names)
    for (;;) {
      const job = { kind: 'page', sources, filter, masked: false, runs, place, time: null } as const
      const page = await history
        .run<'page'>({ ...job, side: 'before', limit: PAGE_ROWS })
        .catch((cause: unknown) => {
          if (!(cause instanceof LogFileError)) throw cause
          throw new AppError('log-unreadable', 'The log cannot be read.', { cause })
        })
      lines.unshift(...page.rows.flatMap((row) => (row.form === 'record' ? [row] : [])))
      const { before } = page
      const isAll = !page.moreBefore || before === null
      if (isAll || lines.length >= MAX_ROWS || performance.now() > until) {
        const builds = tellStory(sessionId, lines)
        return isAll
          ? { builds, backTo: null, before: null }
          : { builds, backTo: await stampOf(before), before }
      }
      place = readPlace({ cursor: before }, names)
    }

    async function stampOf(before: LogPlace): Promise<string | null> {
      const open = { levels: undefined, regex: false, matchCase: false, invert: false }
      const at = readPlace({ cursor: before }, names)
      const job = { kind: 'page', sources, filter: open, masked: true, place: at, time: null } as const
      const page = await history.run<'page'>({ ...job, side: 'after', limit: 1 })
      return page.rows.find((row) => row.form === 'record')?.at ?? null
    }
  }
}

function sourcesOf(log: LogWatch): SourceJob[] {
  return log.names().flatMap((name) => {
    const folder = log.folderOf(name)
    return folder === undefined ? [] : [{ name, folder, seen: log.markersOf(name) }]
  })
}
