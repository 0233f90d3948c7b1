import type {
  LogCount,
  LogCountQuery,
  LogDensity,
  LogDensityQuery,
  LogFiles,
  LogFilter,
  LogPage,
  LogPageQuery,
  LogSearchMessage,
} from '@ohif-admin/contracts'
import type { z } from 'zod'
import type { Actor } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import { LogFileError } from '../../lib/log-tail/index.ts'
import type { LogWatch } from '../../lib/log-watch.ts'
import { emitted } from './emitted.ts'
import type { SourceJob } from './history/jobs.ts'
import type { HistoryThread } from './history-thread.ts'
import { badField, checkText, readPlace, readStamp, seesMasked } from './job-request.ts'
import type { RunParts } from './run-part.ts'
import { runSearch } from './search-run.ts'
import { SEARCH_THREADS, type ThreadPool } from './thread-pool.ts'

interface Needs {
  log: LogWatch
  /** For what is answered at once. */
  history: HistoryThread
  /** For what takes its time. */
  pool: ThreadPool
  runPart: RunParts
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
    const time = readStamp('time', query.time) ?? null
    // Without them the log is as readable.
    const runs = await this.#needs.runPart.newest().catch(() => [])
    const job = { kind: 'page', ...asked, place, time, side, limit, runs } as const
    return this.#needs.history.run<'page'>(job).catch(unreadable)
  }

  async files(actor: Actor): Promise<LogFiles> {
    seesMasked(actor)
    const sources = await this.#needs.history.run<'files'>({
      kind: 'files',
      sources: this.#sources(undefined),
    })
    const { log } = this.#needs
    return {
      sources: sources.map((source) => {
        const state = log.stateOf(source.name)
        const { delayMs = null, standIn = null, utcOffsetMinutes = null } = state ?? {}
        const problem = state?.problem ?? source.problem
        return { ...source, problem, delayMs, standIn, utcOffsetMinutes }
      }),
    }
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
    const open = this.#needs.pool.open<LogSearchMessage>(
      (threads, signal) => emitted((emit) => runSearch(threads, asked, { signal, emit }), signal),
      { threads: SEARCH_THREADS, gone },
    )
    return async function* messages(signal) {
      try {
        yield* open(signal)
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
    const open = this.#needs.pool.open<Uint8Array>(
      ([thread], signal) =>
        (thread as HistoryThread).parts<'download'>({ kind: 'download', ...asked }, signal),
      { threads: 1, gone },
    )
    return { fileName: `ohifviewer${part}${filtered}.log`, open }
  }

  /** Counts the rows that match on one side of a place. `gone`: the client has left. */
  async count(
    actor: Actor,
    { cursor, side, ...filter }: LogCountQuery,
    gone: AbortSignal,
  ): Promise<LogCount> {
    const asked = await this.#ask(actor, filter)
    const names = asked.sources.map(({ name }) => name)
    const place = readPlace({ cursor }, names) ?? []
    const job = { ...asked, bound: { place, side } }
    const open = this.#needs.pool.open<LogCount>(
      (threads, signal) =>
        emitted(async (emit) => {
          const { matches, isPlaceGone } = await runSearch(threads, job, { signal })
          await emit({ matches, note: isPlaceGone ? 'gone' : null })
        }, signal),
      { threads: SEARCH_THREADS, gone },
    )
    let counted: LogCount = { matches: 0, note: null }
    try {
      for await (const one of open(gone)) counted = one
    } catch (error) {
      unreadable(error)
    }
    return counted
  }

  async #ask(actor: Actor, filter: LogFilter) {
    const masked = seesMasked(actor)
    checkText(filter)
    const { source, runId, levels, logger, thread, sessionId, text, regex, matchCase, invert } = filter
    const wanted = { levels, logger, thread, sessionId, text, regex, matchCase, invert }
    const bounds = { since: readStamp('since', filter.since), until: readStamp('until', filter.until) }
    const bounded = this.#sources(source).map((one) => ({ ...one, ...bounds }))
    if (runId === undefined) return { masked, filter: wanted, sources: bounded }
    const part = await this.#needs.runPart.of(runId)
    if (part === undefined) throw new AppError('not-found', 'There is no such run.')
    const sources = bounded.flatMap((one) => {
      const place = part.places.find(({ source: name }) => name === one.name)
      return place ? [{ ...one, from: place.from, last: place.last, to: place.to }] : []
    })
    return { masked, filter: { ...wanted, ...part.filter }, sources }
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

const FILTER_KEYS = new Set([
  ...['levels', 'logger', 'thread', 'runId', 'sessionId', 'since', 'until', 'text'],
])

function unreadable(error: unknown): never {
  if (!(error instanceof LogFileError)) throw error
  throw new AppError('log-unreadable', 'The log cannot be read.', { cause: error })
}
