import { createGuardedFolder, type LogFolder } from '../../../lib/log-tail/index.ts'
import { DensityIndex } from './density.ts'
import { download } from './download.ts'
import { describeFiles } from './files.ts'
import type { Emit, Job, JobKind, JobResults, SourceJob } from './jobs.ts'
import { readPage } from './page.ts'
import { planSearch } from './plan.ts'
import { type Scoped, scopeOf } from './scope.ts'
import { searchStripe } from './search-stripe.ts'
import { SourceHistory } from './source-history.ts'

/** Does the jobs that read history; keeps what helps the next one. */
export class JobRunner {
  readonly #folders = new Map<string, LogFolder>()
  readonly #density = new DensityIndex()

  /** Does one job. Ends early when the signal aborts. Throws `LogFileError`. */
  async run(job: Job, emit: Emit<JobKind>, signal: AbortSignal): Promise<JobResults[JobKind]> {
    if (job.kind === 'stripe')
      return searchStripe(job, this.#folder(job.stripe.folder), emit as Emit<'stripe'>, signal)
    const scopes = await Promise.all(job.sources.map((source) => this.#open(source)))
    try {
      return await work(job, scopes, this.#density, emit, signal)
    } finally {
      await Promise.all(scopes.map(({ history }) => history.close()))
    }
  }

  async #open(source: SourceJob): Promise<Scoped> {
    const history = await SourceHistory.open(source, this.#folder(source.folder))
    try {
      return await scopeOf(source, history)
    } catch (error) {
      await history.close()
      throw error
    }
  }

  /** Kept, because a folder is pinned to the place it led to at first. */
  #folder(path: string): LogFolder {
    const folder = this.#folders.get(path) ?? createGuardedFolder(path)
    this.#folders.set(path, folder)
    return folder
  }
}

function work(
  job: Exclude<Job, { kind: 'stripe' }>,
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
    case 'plan':
      return planSearch(scopes, job)
    case 'download':
      return download(scopes, job, emit as Emit<'download'>, signal)
  }
}
