import {
  type AssignmentPlace,
  projectOfPlace,
  type SavedAssignment,
  type SaveThrough,
  type SeenList,
} from '@ohif-admin/contracts'
import { UpstreamError, type XnatClient } from '@ohif-admin/xnat-client'
import type { Actor } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import { KeyedTurns } from '../../lib/turns.ts'
import type { AssignmentsRepository, StoredList, StoredVersion } from '../../storage/assignments.ts'
import { type Answered, readAnswer, sameList, seenIn } from './answers.ts'
import { type EntryContext, validList } from './entries.ts'
import type { ListReader } from './list-reader.ts'
import { listIn, type PlaceReader } from './place-reader.ts'
import type { VersionLog } from './version-log.ts'

export interface Change {
  place: AssignmentPlace
  /** The list as whoever changes it saw it. */
  seen: SeenList
  /** The whole new list; empty to use the site's default. */
  list: readonly string[]
  reason: string
  through: SaveThrough
  /** The change of many lists it belongs to. */
  jobId?: string
}

interface Needs extends EntryContext {
  xnat: Pick<XnatClient, 'putServerList'>
  places: PlaceReader
  lists: ListReader
  log: VersionLog
  versions: AssignmentsRepository
}

type Put = Awaited<ReturnType<XnatClient['putServerList']>>

/**
 * The one way a list is changed: read again, compare with what was seen, note the intent, one PUT, read again to confirm.
 * A PUT whose answer was lost is never repeated; reading again tells what became of it.
 */
export class Saving {
  readonly #needs: Needs
  readonly #turns = new KeyedTurns()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /**
   * Throws `AppError`: `forbidden`, `assignment-invalid`, `not-found`, `assignment-moved` with the three sides,
   * `assignment-refused` with XNAT's words, `assignment-unknown` when nobody can say what became of it, and what
   * XNAT being away means.
   */
  save(actor: Actor, change: Change): Promise<SavedAssignment> {
    return this.#turns.run(change.place, () => this.#save(actor, change))
  }

  async #save(actor: Actor, change: Change): Promise<SavedAssignment> {
    if (actor.role !== 'admin')
      throw new AppError('forbidden', 'Only site admins can change AI server lists.')
    const list = await this.#valid(change)
    const title = await this.#needs.places.titleOf(actor, change.place)
    const { number, isBusy } = await this.#needs.log.ground(change.place)
    const before = await this.#askAgain(actor, change.place)
    if (before.answer === 'no-answer') throw notReached()
    const now = seenIn(readAnswer(before.answer))
    if (isBusy || !sameSeen(now, change.seen)) throw await this.#moved(actor, change, before)
    if (now !== 'unreadable' && sameList(now, list)) {
      const { places, versions } = this.#needs
      const version = await places.note(actor, change.place, before, await versions.latest(change.place))
      const parts = { place: change.place, title, own: before, version }
      return { outcome: 'unchanged', assignment: await places.describe(actor, parts) }
    }
    const { place, through, reason, jobId } = change
    const version = await this.#needs.log.begin({
      place,
      version: number + 1,
      list,
      kind: through,
      actor: actor.username,
      reason: reason || null,
      jobId: jobId ?? null,
    })
    if (!version) throw await this.#moved(actor, change, before)
    const { outcome, own, now: latest } = await this.#send(actor, change, version, list)
    const parts = { place, title, own, version: latest }
    return { outcome, assignment: await this.#needs.places.describe(actor, parts) }
  }

  /** A version that XNAT had before may come back as it was, whatever our rules say of it. */
  async #valid({ place, list, through }: Change): Promise<readonly string[]> {
    if (through === 'restore' || through === 'undo') {
      const versions = await this.#needs.versions.history(place)
      if (versions.some((version) => sameList(list, version.list))) return list
    }
    return validList(list, this.#needs)
  }

  async #send(actor: Actor, change: Change, version: StoredVersion, list: readonly string[]) {
    const { xnat, log, lists } = this.#needs
    let put: Put
    try {
      put = await xnat.putServerList(actor.xnatSession, projectOfPlace(change.place), list)
    } catch (error) {
      await log.settle(version, error instanceof UpstreamError ? 'not-applied' : 'unknown')
      throw error
    } finally {
      lists.forget(change.place)
    }
    if (put.outcome === 'refused' || put.outcome === 'not-sent') {
      await log.settle(version, 'not-applied')
      throw refusal(put)
    }
    return this.#confirm(actor, change, version, put)
  }

  /** What XNAT has now is what counts, whatever it answered. */
  async #confirm(actor: Actor, change: Change, version: StoredVersion, put: Put) {
    const { log, places } = this.#needs
    const after = await this.#askAgain(actor, change.place).catch(() => undefined)
    const list = after && listIn(after.answer)
    if (after === undefined || list === undefined) {
      await log.settle(version, 'unknown')
      throw new AppError('assignment-unknown', 'Nobody can say whether XNAT stored the list.')
    }
    if (sameList(version.list, list)) {
      return { outcome: 'saved' as const, own: after, now: await log.settle(version, 'confirmed') }
    }
    if (put.outcome === 'answered' && !sameSeen(list, change.seen)) {
      const overtaken = await this.#overtaken(version, after)
      const now = await places.note(actor, change.place, after, overtaken)
      return { outcome: 'changed-again' as const, own: after, now }
    }
    await log.settle(version, 'not-applied')
    if (!sameSeen(list, change.seen)) throw await this.#moved(actor, change, after)
    throw notStored(put)
  }

  async #moved(actor: Actor, { place, seen, list }: Change, found: Answered): Promise<AppError> {
    const { places, versions } = this.#needs
    const theirs = seenIn(readAnswer(found.answer))
    const version = await places.note(actor, place, found, await versions.latest(place))
    const moved = {
      base: seen,
      mine: [...list],
      theirs,
      by: version?.actor ?? null,
      stamp: version?.stamp ?? null,
    }
    return new AppError('assignment-moved', 'Somebody else has changed the list.', { moved })
  }

  #askAgain(actor: Actor, place: AssignmentPlace): Promise<Answered> {
    return this.#needs.places.ask(actor, place)
  }

  /** XNAT had it, and has something else by the time of this answer. */
  async #overtaken(version: StoredVersion, { askedAt }: Answered): Promise<StoredVersion> {
    const before = Math.min(version.at, askedAt - 1)
    await this.#needs.versions.settle(version.id, 'confirmed', before)
    return { ...version, outcome: 'confirmed', settledAt: before }
  }
}

const sameSeen = (one: SeenList | StoredList, other: SeenList) =>
  one === 'unreadable' || other === 'unreadable' ? one === other : sameList(one, other)

const notReached = () => new AppError('upstream-unreachable', 'XNAT cannot be reached. Nothing was changed.')

function refusal(put: Extract<Put, { outcome: 'refused' | 'not-sent' }>): AppError {
  if (put.outcome === 'not-sent') return notReached()
  if (put.status === 403) return new AppError('forbidden', 'XNAT does not allow this.')
  return new AppError('assignment-refused', 'XNAT refused the list.', {
    said: `${put.status} ${put.said}`.trim(),
  })
}

function notStored(put: Put): AppError {
  if (put.outcome === 'answered')
    return new AppError('upstream-bad-response', 'XNAT said yes and stored nothing.')
  return new AppError('upstream-timeout', 'XNAT did not answer, and has not stored the list.')
}
