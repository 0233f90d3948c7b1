import type { JobKind, SaveThrough } from '@ohif-admin/contracts'
import { UpstreamError } from '@ohif-admin/xnat-client'
import type { FastifyBaseLogger } from 'fastify'
import type { Actor } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import { createTurns } from '../../lib/turns.ts'
import { fromUpstream } from '../../lib/upstream-error.ts'
import type { AssignmentJobsRepository, StoredItem, StoredJob } from '../../storage/assignment-jobs.ts'
import type { AssignmentsRepository } from '../../storage/assignments.ts'
import { sameList } from './answers.ts'
import type { AssignmentsService } from './assignments.service.ts'
import { listIn, type PlaceReader } from './place-reader.ts'

interface Needs {
  jobs: AssignmentJobsRepository
  versions: AssignmentsRepository
  places: PlaceReader
  assignments: AssignmentsService
  logger: FastifyBaseLogger
  now: () => number
}

interface Running {
  actor: Actor
  /** Set when it should end after the list it is at. */
  ending: 'stopped' | 'waiting-for-sign-in' | undefined
  ended: Promise<void>
}

const THROUGH: Readonly<Record<JobKind, SaveThrough>> = {
  set: 'bulk',
  replace: 'bulk',
  clear: 'bulk',
  csv: 'csv',
  undo: 'undo',
}

/** The person's sign-in, or XNAT's session, is over: nothing was sent, and later it can be. */
const SIGN_IN_OVER = new Set(['xnat-session-expired', 'unauthenticated', 'password-expired'])

/**
 * Changes the lists of a job one after another, in the rights of whoever started it and while that person is signed in.
 * Every step is stored before it is taken, so that a restart knows what is done, what is left and what is in doubt.
 */
export class JobRunner {
  readonly #needs: Needs
  readonly #running = new Map<string, Running>()
  readonly #waitingFor = new Set<string>()
  // One list at a time over all jobs: three calls each, beside everybody else's work.
  readonly #inTurn = createTurns(1)
  #closing = false

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** What the last process was at is in doubt; what it had left waits for the person who started it. */
  async recover(): Promise<void> {
    const { jobs } = this.#needs
    for (const job of await jobs.inState('running')) {
      await jobs.moveItems(job.id, ['sending'], 'unknown')
      await jobs.move(job.id, ['running'], { state: 'waiting-for-sign-in', endedAt: null })
    }
    for (const { actor } of await jobs.inState('waiting-for-sign-in')) this.#waitingFor.add(actor)
  }

  begin(job: StoredJob, actor: Actor) {
    if (this.#running.has(job.id) || this.#closing) return
    const running: Running = { actor, ending: undefined, ended: Promise.resolve() }
    this.#running.set(job.id, running)
    running.ended = this.#run(job, running)
      .catch((error: unknown) => {
        this.#needs.logger.error({ err: error, jobId: job.id }, 'a change of many lists was interrupted')
        this.#waitingFor.add(job.actor)
      })
      .finally(() => this.#running.delete(job.id))
  }

  /** Goes on with what waits for this person. */
  seen(actor: Actor) {
    if (actor.role !== 'admin' || !this.#waitingFor.delete(actor.username)) return
    this.#resume(actor).catch((error: unknown) => {
      this.#needs.logger.error({ err: error }, 'changes of many lists could not go on')
      this.#waitingFor.add(actor.username)
    })
  }

  /** Whatever runs in this sign-in pauses. */
  gone(signInId: string) {
    for (const running of this.#running.values()) {
      if (running.actor.signInId === signInId) running.ending ??= 'waiting-for-sign-in'
    }
  }

  /** Ends the job after the list it is at. */
  async end(jobId: string) {
    const running = this.#running.get(jobId)
    if (!running) return
    running.ending = 'stopped'
    await running.ended
  }

  /** Lets the lists that are being changed end, and begins no more. */
  async stop() {
    this.#closing = true
    await this.idle()
  }

  /** Settles when nothing runs. */
  async idle() {
    await Promise.all([...this.#running.values()].map(({ ended }) => ended))
  }

  /** Looks up what became of the lists in doubt. `unsent` is what they become when XNAT does not have them. */
  async recheck(actor: Actor, job: StoredJob, unsent: 'waiting' | 'failed'): Promise<void> {
    const { jobs, places, versions } = this.#needs
    const inDoubt = (await jobs.items(job.id)).filter(({ state }) => state === 'unknown')
    for (const { position, place, before, after } of inDoubt) {
      const answered = await places.ask(actor, place)
      const list = listIn(answered.answer)
      if (list === undefined) continue
      await places.note(actor, place, answered, await versions.latest(place))
      if (sameList(list, after)) await jobs.setItem(job.id, position, { state: 'done' })
      else if (!sameList(list, before)) await jobs.setItem(job.id, position, moved)
      else await jobs.setItem(job.id, position, unsent === 'failed' ? notStored : { state: 'waiting' })
    }
  }

  async #resume(actor: Actor) {
    const { jobs } = this.#needs
    const left = [...(await jobs.inState('waiting-for-sign-in')), ...(await jobs.inState('running'))]
    for (const job of left.filter((one) => one.actor === actor.username && !this.#running.has(one.id))) {
      await this.recheck(actor, job, 'waiting')
      await jobs.move(job.id, ['waiting-for-sign-in'], { state: 'running', endedAt: null })
      this.begin(job, actor)
    }
  }

  async #run(job: StoredJob, running: Running) {
    const { jobs, now } = this.#needs
    for (const item of await jobs.items(job.id)) {
      if (item.state !== 'waiting') continue
      if (running.ending || this.#closing) break
      await this.#inTurn(() => this.#one(job, item, running))
    }
    if (running.ending === 'waiting-for-sign-in') this.#waitingFor.add(job.actor)
    if (running.ending === undefined && this.#closing) return
    const state = running.ending ?? 'done'
    const endedAt = state === 'waiting-for-sign-in' ? null : now()
    await jobs.move(job.id, ['running', 'waiting-for-sign-in'], { state, endedAt })
  }

  async #one(job: StoredJob, item: StoredItem, running: Running) {
    const { jobs, assignments } = this.#needs
    if (!(await jobs.claim(job.id, item.position))) return
    const { place, before, after } = item
    const change = { place, seen: before && [...before], list: after, reason: job.reason ?? '' }
    try {
      const { outcome } = await assignments.save(
        running.actor,
        { ...change, through: THROUGH[job.kind], jobId: job.id },
        { address: job.actorAddress, requestId: job.id },
      )
      await jobs.setItem(job.id, item.position, { state: outcome === 'unchanged' ? 'same' : 'done' })
    } catch (error) {
      const failure = asAppError(error)
      if (!failure) throw error
      if (SIGN_IN_OVER.has(failure.code)) {
        running.ending ??= 'waiting-for-sign-in'
        await jobs.setItem(job.id, item.position, { state: 'waiting' })
      } else await jobs.setItem(job.id, item.position, failedBy(failure))
    }
  }
}

const moved = { state: 'moved', code: 'assignment-moved' } as const
const notStored = { state: 'failed', code: 'upstream-timeout' } as const

function asAppError(error: unknown): AppError | undefined {
  if (error instanceof UpstreamError) return fromUpstream(error)
  return error instanceof AppError ? error : undefined
}

function failedBy({ code, extra }: AppError) {
  if (code === 'assignment-moved') return moved
  const state = code === 'assignment-unknown' ? ('unknown' as const) : ('failed' as const)
  return { state, code, said: extra.said ?? null }
}
