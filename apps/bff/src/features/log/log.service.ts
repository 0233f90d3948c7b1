import type {
  LogDensity,
  LogDensityQuery,
  LogFiles,
  LogFilter,
  LogPage,
  LogPageQuery,
  LogSearchMessage,
  RunId,
} from '@ohif-admin/contracts'
import type { z } from 'zod'
import type { Actor } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import { LogFileError } from '../../lib/log-tail/index.ts'
import type { LogWatch } from '../../lib/log-watch.ts'
import type { RecordFilter } from './history/filter.ts'
import type { SourceJob } from './history/jobs.ts'
import type { HistoryThread } from './history-thread.ts'
import { badField, checkText, readPlace, readTime, seesMasked } from './job-request.ts'
import type { ThreadPool } from './thread-pool.ts'

/** The part of the log a run wrote. */
export interface RunPart {
  source: string
  from: SourceJob['from']
  to: SourceJob['to']
  threads: NonNullable<RecordFilter['runThreads']>
}

interface Needs {
  log: LogWatch
  /** For what is answered at once. */
  history: HistoryThread
  /** For what takes its time. */
  pool: ThreadPool
  /** Null for a run that was not found in a log; undefined for one that does not exist. */
  runPart: (runId: RunId) => Promise<RunPart | null | undefined>
  /** Age of the newest copy of a source; null for a folder that is read itself. */
  delayMs: (source: string) => number | null
}

/** The log as admins (as written) and support staff (masked) may read it. Every verb throws `AppError`. */
export class LogService {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  async lines(actor: Actor, query: LogPageQuery): Promise<LogPage> {
    const asked = await this.#ask(actor, query)
    const place = readPlace(
      query,
      asked.sources.map(({ name }) => name),
    )
    const { side, limit } = query
    const job = { kind: 'page', ...asked, place, time: readTime(query), side, limit } as const
    return this.#needs.history.run<'page'>(job).catch(unreadable)
  }

  async files(actor: Actor): Promise<LogFiles> {
    seesMasked(actor)
    const sources = await this.#needs.history.run<'files'>({
      kind: 'files',
      sources: this.#sources(undefined),
    })
    return { sources: sources.map((source) => ({ ...source, delayMs: this.#needs.delayMs(source.name) })) }
  }

  async density(actor: Actor, { source, buckets }: z.infer<typeof LogDensityQuery>): Promise<LogDensity> {
    seesMasked(actor)
    const job = { kind: 'density', sources: this.#sources(source), buckets } as const
    return this.#needs.history.run<'density'>(job).catch(unreadable)
  }

  /** Gives a search to open; everything that can be refused is refused before. `gone`: the client has left. */
  async search(
    actor: Actor,
    filter: LogFilter,
    gone: AbortSignal,
  ): Promise<(signal: AbortSignal) => AsyncGenerator<LogSearchMessage, void, void>> {
    const asked = await this.#ask(actor, filter)
    const parts = this.#needs.pool.open<'search'>({ kind: 'search', ...asked }, gone)
    return async function* messages(signal) {
      try {
        yield* parts(signal)
      } catch (error) {
        if (!(error instanceof LogFileError)) throw error
        yield { type: 'failed', problem: error.problem }
      }
    }
  }

  /** Gives a download to open, and the name of the file. */
  async download(actor: Actor, filter: LogFilter, gone: AbortSignal) {
    const asked = await this.#ask(actor, filter)
    const [only] = asked.sources
    const part = asked.sources.length === 1 && only ? `-${only.name}` : ''
    const filtered = Object.keys(filter).some((key) => FILTER_KEYS.has(key)) ? '-filtered' : ''
    const open = this.#needs.pool.open<'download'>({ kind: 'download', ...asked }, gone)
    return { fileName: `ohifviewer${part}${filtered}.log`, open }
  }

  async #ask(actor: Actor, filter: LogFilter) {
    const masked = seesMasked(actor)
    checkText(filter)
    const { source, runId, levels, logger, thread, sessionId, text, regex, matchCase, invert } = filter
    const wanted = { levels, logger, thread, sessionId, text, regex, matchCase, invert }
    if (runId === undefined) return { masked, filter: wanted, sources: this.#sources(source) }
    const part = await this.#needs.runPart(runId)
    if (part === undefined) throw new AppError('not-found', 'There is no such run.')
    if (part === null) return { masked, filter: wanted, sources: [] }
    const sources = this.#sources(source)
      .filter(({ name }) => name === part.source)
      .map((one) => ({ ...one, from: part.from, to: part.to }))
    return { masked, filter: { ...wanted, runThreads: part.threads }, sources }
  }

  #sources(wanted: string | undefined): SourceJob[] {
    const { log } = this.#needs
    const names = log.names().filter((name) => wanted === undefined || name === wanted)
    if (wanted !== undefined && names.length === 0) throw badField('source', 'there is no such log')
    return names.flatMap((name) => {
      const folder = log.folderOf(name)
      return folder === undefined ? [] : [{ name, folder, seen: log.markersOf(name) }]
    })
  }
}

const FILTER_KEYS = new Set(['levels', 'logger', 'thread', 'runId', 'sessionId', 'text'])

function unreadable(error: unknown): never {
  if (!(error instanceof LogFileError)) throw error
  throw new AppError('log-unreadable', 'The log cannot be read.', { cause: error })
}
