import {
  type Assignment,
  type AssignmentLine,
  type AssignmentPlace,
  ProjectId,
  placeOfProject,
  SITE_PLACE,
} from '@ohif-admin/contracts'
import { UpstreamError } from '@ohif-admin/xnat-client'
import type { Actor } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import { asCompleted } from '../../lib/as-completed.ts'
import type { ProjectAccess } from '../../lib/project-access.ts'
import { fromUpstream } from '../../lib/upstream-error.ts'
import type { AssignmentsRepository, StoredVersion } from '../../storage/assignments.ts'
import type { Answered } from './answers.ts'
import type { ListReader } from './list-reader.ts'
import { listIn, type PlaceReader } from './place-reader.ts'
import type { VersionLog } from './version-log.ts'
import { describeAssignment } from './views.ts'

/** So many questions in a row without an answer, and XNAT is taken to be away: each may cost its whole time-out. */
const GIVE_UP_AFTER = 16
const AT_ONCE = 8

interface Needs {
  access: ProjectAccess
  lists: ListReader
  places: PlaceReader
  versions: AssignmentsRepository
  log: VersionLog
  now: () => number
}

interface ListedProject {
  place: AssignmentPlace
  projectId: ProjectId
  title: string
}

type Known = ReadonlyMap<AssignmentPlace, StoredVersion>

interface Reading {
  projects: ListedProject[]
  known: Known
  site: Answered
  /** Answers from before will not do, epoch ms. */
  since: number
}

/** All assignments somebody can read, as XNAT answers. */
export class Listing {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** The projects the person can read, by title. Throws `UpstreamError`. */
  async projects(actor: Actor, fresh = false): Promise<ListedProject[]> {
    const { access } = this.#needs
    const readable = await (fresh ? access.readableNow(actor) : access.readable(actor))
    return [...readable.values()]
      .flatMap(({ id, title }) => {
        // No address can be built for any other id.
        const { data: projectId } = ProjectId.safeParse(id)
        return projectId ? [{ place: placeOfProject(projectId), projectId, title }] : []
      })
      .sort((a, b) => a.title.localeCompare(b.title) || a.projectId.localeCompare(b.projectId))
  }

  /**
   * What goes before the first line fails as an ordinary error; what fails later is a line of its own, as an exception
   * could only cut the stream. Answers of the last 30 seconds will do, unless `fresh`.
   */
  async open(actor: Actor, fresh: boolean): Promise<AsyncGenerator<AssignmentLine>> {
    const since = fresh ? this.#needs.now() : 0
    const { versions } = this.#needs
    const [projects, known] = await Promise.all([this.projects(actor, fresh), versions.latestOfAll()])
    const site = await this.#ask(actor, SITE_PLACE, known, since)
    const version = await this.#needs.places.note(actor, SITE_PLACE, site, known.get(SITE_PLACE))
    const context = this.#needs.places.contextFor(actor)
    const head: AssignmentLine = {
      type: 'head',
      site: describeAssignment({ place: SITE_PLACE, title: null, own: site, site, version }, context),
      projects: projects.map(({ projectId, title }) => ({ projectId, title })),
      mayEdit: actor.role === 'admin',
    }
    return this.#lines(actor, head, { projects, known, site, since })
  }

  async *#lines(
    actor: Actor,
    head: AssignmentLine,
    { projects, known, site, since }: Reading,
  ): AsyncGenerator<AssignmentLine> {
    yield head
    const context = this.#needs.places.contextFor(actor)
    const describe = ({ place, title }: ListedProject, own: Answered, version: StoredVersion | undefined) =>
      describeAssignment({ place, title, own, site, version }, context)
    const news: { project: ListedProject; own: Answered }[] = []
    let unanswered = 0
    let oldest = site.askedAt
    try {
      for await (const { project, own } of this.answers(actor, projects, known, since)) {
        oldest = Math.min(oldest, own.askedAt)
        if (own.answer === 'no-answer') unanswered += 1
        if (this.#isNews(project.place, own, known)) news.push({ project, own })
        yield line(describe(project, own, known.get(project.place)))
      }
      // Who changed what elsewhere costs another question each: after everybody has a row.
      const noted = asCompleted(news, AT_ONCE, async ({ project, own }) => {
        const version = await this.#needs.places.note(actor, project.place, own, known.get(project.place))
        return line(describe(project, own, version))
      })
      yield* noted
      yield { type: 'end', readAt: new Date(oldest).toISOString(), unanswered }
    } catch (error) {
      yield { type: 'failed', code: codeOf(error) }
    }
  }

  /** What XNAT has for each project, as it answers; nobody is asked any more when XNAT has gone silent. */
  async *answers<Project extends { place: AssignmentPlace }>(
    actor: Actor,
    projects: readonly Project[],
    known: Known,
    since = 0,
  ): AsyncGenerator<{ project: Project; own: Answered }> {
    let silent = 0
    yield* asCompleted(projects, AT_ONCE, async (project) => {
      if (silent >= GIVE_UP_AFTER) return { project, own: this.#unasked() }
      const own = await this.#ask(actor, project.place, known, since)
      silent = own.answer === 'no-answer' ? silent + 1 : 0
      return { project, own }
    })
  }

  #ask(actor: Actor, place: AssignmentPlace, known: Known, since: number): Promise<Answered> {
    return this.#needs.lists.read(actor, place, Math.max(since - 1, known.get(place)?.settledAt ?? 0))
  }

  #unasked(): Answered {
    return { answer: 'no-answer', askedAt: this.#needs.now() }
  }

  #isNews(place: AssignmentPlace, { answer, askedAt }: Answered, known: Known): boolean {
    const list = listIn(answer)
    return list !== undefined && this.#needs.log.isNews({ place, list, askedAt }, known.get(place))
  }
}

const line = (row: Assignment): AssignmentLine => ({ type: 'row', row })

function codeOf(error: unknown): string {
  if (error instanceof UpstreamError) return fromUpstream(error).code
  return error instanceof AppError ? error.code : 'internal'
}
