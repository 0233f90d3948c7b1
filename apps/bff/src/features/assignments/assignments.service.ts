import {
  type Assignment,
  type AssignmentHistory,
  type AssignmentLine,
  type AssignmentPlace,
  type CheckedEntry,
  type EffectSummary,
  projectOfPlace,
  type SavedAssignment,
} from '@ohif-admin/contracts'
import type { Actor, Origin } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Audit } from '../../lib/audit.ts'
import type { StepUp } from '../../lib/step-up.ts'
import type { AssignmentsRepository, StoredVersion } from '../../storage/assignments.ts'
import { exportCsv } from './csv-out.ts'
import { effectOf } from './effects.ts'
import { checkedList, type EntryContext } from './entries.ts'
import type { Listing } from './listing.ts'
import type { PlaceReader } from './place-reader.ts'
import type { Change, Saving } from './saving.ts'
import type { GatedChange, ServerGate } from './server-gate.ts'

interface Needs extends EntryContext {
  listing: Listing
  places: PlaceReader
  saving: Saving
  gate: ServerGate
  versions: AssignmentsRepository
  audit: Audit
  stepUp: StepUp
}

/** Which AI server lists there are, what they mean to viewers, and changing them. */
export class AssignmentsService {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** All assignments the person can read, line by line as XNAT answers. Throws `UpstreamError` before the first. */
  lines(actor: Actor, fresh = false): Promise<AsyncGenerator<AssignmentLine>> {
    return this.#needs.listing.open(actor, fresh)
  }

  /** The listing as a table. Throws `AppError` `upstream-unreachable` when XNAT did not answer for all of it. */
  async csv(actor: Actor): Promise<string> {
    const csv = await exportCsv(await this.lines(actor, true))
    if (csv === undefined)
      throw new AppError('upstream-unreachable', 'XNAT did not answer for every project.')
    return csv
  }

  /** The place as XNAT has it now. Throws `AppError` `not-found`, `UpstreamError`. */
  async read(actor: Actor, place: AssignmentPlace): Promise<Assignment> {
    const { places, versions } = this.#needs
    return places.readNow(actor, place, await versions.latest(place))
  }

  /** What our rules and the viewer make of a list. Nobody is asked. */
  check(list: readonly string[]): CheckedEntry[] {
    return checkedList(list, this.#needs)
  }

  /** For whom the effective server would change. Throws `AppError` `not-found`, `UpstreamError`. */
  async impact(actor: Actor, place: AssignmentPlace, list: readonly string[]): Promise<EffectSummary> {
    await this.#needs.places.titleOf(actor, place)
    return effectOf(this.#needs, actor, new Map([[place, list]]))
  }

  /**
   * Replaces the list of a place, in the actor's own rights: only site admins can. Throws what `Saving.save` and `ServerGate.pass` throw; each
   * attempt is audited, refusals included.
   */
  async save(actor: Actor, change: Change & GatedChange, origin: Origin): Promise<SavedAssignment> {
    const { place, seen, list, reason, through, jobId } = change
    const action = {
      actor: actor.username,
      action: 'assignment.save',
      subject: subjectOf(place),
      before: seen,
      after: list,
      ...(reason === '' ? {} : { reason }),
      detail: { through, ...(jobId ? { jobId } : {}) },
      origin,
    } as const
    const work = async () => {
      // A change of many lists was let pass as a whole.
      if (projectOfPlace(place) === null && !jobId) this.#needs.stepUp.require(actor)
      const passed = await this.#needs.gate.pass(actor, change)
      return { passed, saved: await this.#needs.saving.save(actor, change) }
    }
    const { passed, saved } = await this.#needs.audit.during(action, work, (done) => ({
      outcome: done.saved.outcome,
      after: done.saved.assignment.entries.map(({ text }) => text),
      ...done.passed,
    }))
    return passed ? { ...saved, check: passed.check } : saved
  }

  /** Every version that was written or seen here, newest first. Throws `AppError` `not-found`, `UpstreamError`. */
  async history(actor: Actor, place: AssignmentPlace): Promise<AssignmentHistory> {
    const { places, versions } = this.#needs
    await places.titleOf(actor, place)
    return { versions: (await versions.history(place)).map(describeVersion) }
  }
}

const subjectOf = (place: AssignmentPlace) => {
  const projectId = projectOfPlace(place)
  return projectId === null ? 'site' : `project ${projectId}`
}

function describeVersion(version: StoredVersion): AssignmentHistory['versions'][number] {
  const { list, actor, at, outcome } = version
  return {
    version: version.version,
    list: list === null ? null : [...list],
    kind: version.kind,
    by: actor,
    at: new Date(at).toISOString(),
    stamp: version.stamp,
    reason: version.reason,
    outcome: outcome === 'pending' ? 'unknown' : outcome,
    jobId: version.jobId,
  }
}
