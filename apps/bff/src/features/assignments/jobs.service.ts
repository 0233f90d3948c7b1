import { randomUUID } from 'node:crypto'
import {
  type AssignmentJob,
  type AssignmentJobDetail,
  type AuditAction,
  type JobItem,
  JobItemState,
  type JobState,
  type PrepareJob,
  projectOfPlace,
  type StartJob,
} from '@ohif-admin/contracts'
import type { Actor, Origin } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Audit } from '../../lib/audit.ts'
import type { StepUp } from '../../lib/step-up.ts'
import type { AssignmentJobsRepository, StoredItem, StoredJob } from '../../storage/assignment-jobs.ts'
import type { AssignmentsRepository } from '../../storage/assignments.ts'
import { effectOf } from './effects.ts'
import type { JobPreparer } from './job-preparer.ts'
import type { JobRunner } from './job-runner.ts'
import { newServers } from './job-servers.ts'
import type { Listing } from './listing.ts'
import type { PlaceReader } from './place-reader.ts'
import type { ServerGate } from './server-gate.ts'

const LISTED = 50
/** A preview this old shows nothing that still holds. */
const KEEP_PREPARED_MS = 24 * 60 * 60_000

interface Needs {
  jobs: AssignmentJobsRepository
  versions: AssignmentsRepository
  places: PlaceReader
  listing: Listing
  preparer: JobPreparer
  runner: JobRunner
  gate: ServerGate
  audit: Audit
  stepUp: StepUp
  now: () => number
}

/** Changes of many lists at once: prepared and shown, then started, watched, retried, undone. For site admins. */
export class JobsService {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Nothing is changed yet. Throws `AppError`: `forbidden`, `csv-invalid`, `assignment-invalid`, `not-found`. */
  prepare(actor: Actor, input: PrepareJob, origin: Origin): Promise<AssignmentJobDetail> {
    return this.#audited(actor, 'assignment-job.prepare', origin, null, gist(input), async () => {
      const { jobs, preparer, now } = this.#needs
      await jobs.deletePrepared(now() - KEEP_PREPARED_MS)
      const items = await preparer.items(actor, input)
      const job: StoredJob = {
        id: randomUUID(),
        kind: input.kind,
        state: 'prepared',
        actor: actor.username,
        actorAddress: origin.address,
        createdAt: now(),
        endedAt: null,
        reason: input.reason || null,
        undoes: input.kind === 'undo' ? input.jobId : null,
      }
      await jobs.insert(job, items)
      const lists = new Map(
        items.filter(({ state }) => state === 'waiting').map(({ place, after }) => [place, after]),
      )
      const effect = await effectOf(this.#needs, actor, lists)
      return {
        ...(await this.#describe(job)),
        items: items.map(describeItem),
        servers: newServers(items),
        effect,
      }
    })
  }

  /** Throws `AppError`: `forbidden`, `not-found`, `assignment-job-over` for one that has been started, `assignment-check`. */
  start(actor: Actor, id: string, { checkFirst, despite }: StartJob, origin: Origin): Promise<AssignmentJob> {
    const said = despite === null ? {} : { reason: despite }
    return this.#audited(actor, 'assignment-job.start', origin, id, said, async () => {
      const { state, reason } = await this.#own(actor, id)
      if (!checkFirst || state !== 'prepared') return this.#go(actor, id, ['prepared'])
      const servers = newServers(await this.#needs.jobs.items(id)).map(({ server }) => server)
      const isDespite = await this.#needs.gate.passAll(actor, servers, despite)
      return this.#go(actor, id, ['prepared'], isDespite ? joined(reason, despite) : reason)
    })
  }

  /** Does the failed ones again, and those in doubt that XNAT turns out not to have. */
  retry(actor: Actor, id: string, origin: Origin): Promise<AssignmentJob> {
    return this.#audited(actor, 'assignment-job.retry', origin, id, {}, async () => {
      const job = await this.#own(actor, id)
      if (job.state === 'done' || job.state === 'stopped') {
        await this.#needs.runner.recheck(actor, job, 'waiting')
        await this.#needs.jobs.moveItems(id, ['failed'], 'waiting')
      }
      return this.#go(actor, id, ['done', 'stopped'])
    })
  }

  /** What is done stays done. */
  stop(actor: Actor, id: string, origin: Origin): Promise<AssignmentJob> {
    return this.#audited(actor, 'assignment-job.stop', origin, id, {}, async () => {
      const { jobs, runner, now } = this.#needs
      await this.#find(id)
      await runner.end(id)
      const open: JobState[] = ['running', 'waiting-for-sign-in']
      const moved = await jobs.move(id, open, { state: 'stopped', endedAt: now() })
      const job = await this.#find(id)
      if (!moved && job.state !== 'stopped') throw over()
      return this.#describe(job)
    })
  }

  async list(actor: Actor): Promise<AssignmentJob[]> {
    adminOnly(actor)
    return Promise.all((await this.#needs.jobs.list(LISTED)).map((job) => this.#describe(job)))
  }

  /** Looks up on the way what became of lists in doubt. */
  async find(actor: Actor, id: string): Promise<AssignmentJob> {
    adminOnly(actor)
    const job = await this.#find(id)
    const { unknown = 0 } = await this.#needs.jobs.counts(id)
    if (unknown > 0 && (job.state === 'done' || job.state === 'stopped'))
      await this.#needs.runner.recheck(actor, job, 'failed')
    return this.#describe(job)
  }

  async items(actor: Actor, id: string): Promise<JobItem[]> {
    adminOnly(actor)
    await this.#find(id)
    return (await this.#needs.jobs.items(id)).map(describeItem)
  }

  async #go(
    actor: Actor,
    id: string,
    from: readonly JobState[],
    reason?: string | null,
  ): Promise<AssignmentJob> {
    const { jobs, runner } = this.#needs
    const known = await this.#own(actor, id)
    const job = reason === undefined ? known : { ...known, reason }
    const items = await jobs.items(id)
    if (items.some(({ place }) => projectOfPlace(place) === null)) this.#needs.stepUp.require(actor)
    if (!(await jobs.move(id, from, { state: 'running', endedAt: null, reason: job.reason }))) throw over()
    runner.begin(job, actor)
    return this.#describe(await this.#find(id))
  }

  /** A job is done in the rights of whoever saw its preview, and waits for that person after a restart. */
  async #own(actor: Actor, id: string): Promise<StoredJob> {
    const job = await this.#find(id)
    if (job.actor !== actor.username)
      throw new AppError('forbidden', 'Only the person who prepared this change can start it.')
    return job
  }

  async #find(id: string): Promise<StoredJob> {
    const job = await this.#needs.jobs.find(id)
    if (!job) throw new AppError('not-found', 'There is no such change.')
    return job
  }

  async #describe(job: StoredJob): Promise<AssignmentJob> {
    const { jobs } = this.#needs
    const [found, undoing] = await Promise.all([jobs.counts(job.id), jobs.undoing(job.id)])
    const counts = Object.fromEntries(JobItemState.options.map((state) => [state, found[state] ?? 0]))
    return {
      id: job.id,
      kind: job.kind,
      state: job.state,
      by: job.actor,
      createdAt: new Date(job.createdAt).toISOString(),
      endedAt: job.endedAt === null ? null : new Date(job.endedAt).toISOString(),
      reason: job.reason,
      undoes: job.undoes,
      undoneBy: undoing?.id ?? null,
      total: Object.values(counts).reduce((sum, count) => sum + count, 0),
      counts: counts as AssignmentJob['counts'],
    }
  }

  #audited<Result>(
    actor: Actor,
    action: AuditAction,
    origin: Origin,
    jobId: string | null,
    detail: Readonly<Record<string, unknown>>,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const subject = jobId === null ? {} : { subject: `bulk change ${jobId}` }
    return this.#needs.audit.during(
      { actor: actor.username, action, ...subject, detail, origin },
      async () => {
        adminOnly(actor)
        return work()
      },
    )
  }
}

/** Both reasons, as long as one may be. */
const joined = (...reasons: readonly (string | null)[]) =>
  reasons
    .filter((one) => one !== null)
    .join(' · ')
    .slice(0, 500)

/** What is asked for, without the long parts. */
function gist(input: PrepareJob): Readonly<Record<string, unknown>> {
  if (input.kind === 'csv') return { kind: 'csv', reason: input.reason }
  if (input.kind === 'undo') return input
  const { places, ...rest } = input
  return { ...rest, places: places.length }
}

function adminOnly({ role }: Actor) {
  if (role !== 'admin') throw new AppError('forbidden', 'Only site admins can change AI server lists.')
}

const over = () => new AppError('assignment-job-over', 'This change is not in a state for that.')

const describeItem = ({ before, after, ...same }: StoredItem): JobItem => ({
  ...same,
  before: before && [...before],
  after: [...after],
})
