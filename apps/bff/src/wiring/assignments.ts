import { AssignmentsService } from '../features/assignments/assignments.service.ts'
import { JobPreparer } from '../features/assignments/job-preparer.ts'
import { JobRunner } from '../features/assignments/job-runner.ts'
import { JobsService } from '../features/assignments/jobs.service.ts'
import { ListReader } from '../features/assignments/list-reader.ts'
import { Listing } from '../features/assignments/listing.ts'
import { PlaceReader } from '../features/assignments/place-reader.ts'
import { Saving } from '../features/assignments/saving.ts'
import { ServerGate, type ServerLooks } from '../features/assignments/server-gate.ts'
import { VersionLog } from '../features/assignments/version-log.ts'
import type { HealthLookup } from '../features/assignments/views.ts'
import type { SessionService } from '../features/session/session.service.ts'
import { createAssignmentJobsRepository } from '../storage/assignment-jobs.ts'
import { createAssignmentsRepository } from '../storage/assignments.ts'
import type { Shared } from './shared.ts'

interface Around {
  session: SessionService
  /** What the checks of AI servers know of an origin. */
  health?: HealthLookup
  /** Looking at servers before they are used. */
  looks: ServerLooks
}

export function wireAssignments(shared: Shared, { session, looks, health = () => undefined }: Around) {
  const { config, database, xnat, now } = shared
  const versions = createAssignmentsRepository(database)
  const xnatIsHttps = config.xnatOrigin.startsWith('https:')
  const lists = new ListReader(xnat, now)
  session.onEnded((signInId) => lists.forgetSignIn(signInId))
  const common = { ...shared, xnatIsHttps, lists, versions, log: new VersionLog(versions, now) }
  const places = new PlaceReader({ ...common, versions: common.log, health })
  const listing = new Listing({ ...common, places })
  const saving = new Saving({ ...common, places })
  const gate = new ServerGate(looks, now)
  const assignments = new AssignmentsService({
    ...common,
    places,
    listing,
    saving,
    gate,
  })
  const jobs = createAssignmentJobsRepository(database)
  const runner = new JobRunner({ ...common, jobs, places, assignments })
  session.onSeen((actor) => runner.seen(actor))
  session.onEnded((signInId) => runner.gone(signInId))
  const preparer = new JobPreparer({ ...common, jobs, listing })
  const jobsService = new JobsService({ ...common, gate, jobs, places, listing, preparer, runner })
  return { assignments, assignmentJobs: jobsService, jobRunner: runner }
}
