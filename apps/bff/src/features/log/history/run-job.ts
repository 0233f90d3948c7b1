import { createGuardedFolder, type LogFolder } from '../../../lib/log-tail/index.ts'
import { DensityIndex } from './density.ts'
import { download } from './download.ts'
import { describeFiles } from './files.ts'
import type { Emit, Job, JobKind, JobResults, SourceJob } from './jobs.ts'
import { readPage } from './page.ts'
import { type Scoped, scopeOf } from './scope.ts'
import { search } from './search.ts'
import { SourceHistory } from './source-history.ts'

/** Does the jobs that read history; keeps what helps the next one. */
export class JobRunner {
  readonly #folders = new Map<string, LogFolder>()
  readonly #density = new DensityIndex()

  /** Does one job. Ends early when the signal aborts. Throws `LogFileError`. */
  async run(job: Job, emit: Emit<JobKind>, signal: AbortSignal): Promise<JobResults[JobKind]> {
    const scopes = await Promise.all(job.sources.map((source) => this.#open(source)))
    try {
      return await work(job, scopes, this.#density, emit, signal)
    } finally {
      await Promise.all(scopes.map(({ history }) => history.close()))
    }
  }

  async #open(source: SourceJob): Promise<Scoped> {
    // Kept, because a folder is pinned to the place it led to at first.
    const folder = this.#folders.get(source.folder) ?? createGuardedFolder(source.folder)
    this.#folders.set(source.folder, folder)
    return scopeOf(source, await SourceHistory.open(source, folder))
  }
}

function work(
  job: Job,
  scopes: readonly Scoped[],
  density: DensityIndex,
  emit: Emit<JobKind>,
  signal: AbortSignal,
): Promise<JobResults[JobKind]> {
  const histories = scopes.map(({ history }) => history)
  switch (job.kind) {
    case 'page':
      return readPage(scopes, job)
    case 'files':
      return Promise.all(histories.map(describeFiles))
    case 'density':
      return density.read(histories, job.buckets)
    case 'search':
      return search(scopes, job, emit as Emit<'search'>, signal)
    case 'download':
      return download(scopes, job, emit as Emit<'download'>, signal)
  }
}
