import {
  type AssignmentPlace,
  type CsvProblem,
  type PrepareJob,
  type ProjectId,
  placeOfProject,
  SITE_PLACE,
} from '@ohif-admin/contracts'
import type { Actor } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { AssignmentJobsRepository, StoredItem } from '../../storage/assignment-jobs.ts'
import type { AssignmentsRepository, StoredList } from '../../storage/assignments.ts'
import { sameList } from './answers.ts'
import { readCsv } from './csv-in.ts'
import { type EntryContext, validList } from './entries.ts'
import { type Planned, planFor, toItems } from './job-items.ts'
import type { Listing } from './listing.ts'
import { listIn } from './place-reader.ts'

const SHOWN_PROBLEMS = 500

interface Needs extends EntryContext {
  listing: Listing
  versions: AssignmentsRepository
  jobs: AssignmentJobsRepository
  now: () => number
}

type Wanted<Kind extends PrepareJob['kind']> = Extract<PrepareJob, { kind: Kind }>
interface Place {
  place: AssignmentPlace
  title: string | null
}

/** Makes of a bulk change the list of what it would do. */
export class JobPreparer {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Throws `AppError`: `assignment-invalid`, `csv-invalid`, `not-found`, `assignment-job-over`. */
  items(actor: Actor, input: PrepareJob): Promise<StoredItem[]> {
    if (input.kind === 'csv') return this.#fromCsv(actor, input)
    if (input.kind === 'undo') return this.#undo(actor, input)
    return this.#change(actor, input)
  }

  async #change(actor: Actor, input: Wanted<'set' | 'replace' | 'clear'>): Promise<StoredItem[]> {
    if (input.kind === 'set') validList(input.list, this.#needs)
    if (input.kind === 'replace') validList([input.to], this.#needs)
    const readable = await this.#readable(actor)
    const places = [...new Set(input.places)].map((place) => {
      const known = readable.get(place)
      if (!known) throw new AppError('not-found', 'There is no such project, or you may not see it.')
      return known
    })
    const plan = planFor(input)
    const planned = (await this.#read(actor, places)).flatMap(({ before, ...place }): Planned[] => {
      const after = plan(before)
      return after === undefined ? [] : [{ ...place, before, after }]
    })
    return toItems(planned, this.#needs)
  }

  async #fromCsv(actor: Actor, { csv }: Wanted<'csv'>): Promise<StoredItem[]> {
    const readable = await this.#readable(actor)
    const lists = new Map<AssignmentPlace, StoredList | undefined>()
    for (const { place, before } of await this.#read(actor, [...readable.values()])) lists.set(place, before)
    const { rows, problems } = readCsv(csv, {
      xnatIsHttps: this.#needs.xnatIsHttps,
      isKnown: (projectId: ProjectId) => readable.has(placeOfProject(projectId)),
      current: (place) => lists.get(place) ?? null,
    })
    if (problems.length > 0) throw refusedCsv(problems)
    const planned = rows.map(({ place, list }) => ({
      place,
      title: readable.get(place)?.title ?? null,
      before: lists.get(place),
      after: list,
    }))
    return toItems(planned, this.#needs)
  }

  /** What has been changed again since is left as it is: undoing must not undo somebody else's work. */
  async #undo(actor: Actor, { jobId }: Wanted<'undo'>): Promise<StoredItem[]> {
    const { jobs } = this.#needs
    const job = await jobs.find(jobId)
    if (!job || job.state === 'prepared') throw new AppError('not-found', 'There is no such change.')
    if (job.state !== 'done' && job.state !== 'stopped')
      throw new AppError('assignment-job-over', 'The change is still being made.')
    const done = (await jobs.items(jobId)).filter(({ state }) => state === 'done')
    const now = new Map((await this.#read(actor, done)).map(({ place, before }) => [place, before]))
    const planned = done.map(({ place, title, before, after }) => {
      const current = now.get(place)
      const moved = current !== undefined && !sameList(current, after)
      return { place, title, before: current, after: before ?? [], moved }
    })
    return toItems(planned, undefined)
  }

  async #readable(actor: Actor): Promise<Map<AssignmentPlace, Place>> {
    const projects = await this.#needs.listing.projects(actor)
    return new Map([{ place: SITE_PLACE, title: null }, ...projects].map((one) => [one.place, one]))
  }

  /** As they are now, in the order given. `before` is undefined for what could not be read. */
  async #read(actor: Actor, places: readonly Place[]) {
    const since = this.#needs.now()
    const known = await this.#needs.versions.latestOfAll()
    const lists = new Map<AssignmentPlace, StoredList | undefined>()
    for await (const { project, own } of this.#needs.listing.answers(actor, places, known, since)) {
      lists.set(project.place, listIn(own.answer))
    }
    return places.map(({ place, title }) => ({ place, title, before: lists.get(place) }))
  }
}

function refusedCsv(problems: readonly CsvProblem[]): AppError {
  return new AppError('csv-invalid', `The table has ${problems.length} problems; nothing was changed.`, {
    csv: problems.slice(0, SHOWN_PROBLEMS),
  })
}
