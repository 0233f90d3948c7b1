import type { AssignmentPlace } from '@ohif-admin/contracts'
import type { ServerListMeta } from '@ohif-admin/xnat-client'
import type {
  AssignmentsRepository,
  NewVersion,
  StoredList,
  StoredVersion,
} from '../../storage/assignments.ts'
import { StorageError } from '../../storage/errors.ts'
import { sameList } from './answers.ts'

/** A call under way may take this long; after that its fate is looked up instead of waited for. */
const PENDING_MS = 60_000

interface Sight {
  place: AssignmentPlace
  list: StoredList
  /** When XNAT was asked, epoch ms. */
  askedAt: number
}

/** What XNAT was seen to have, compared with what was seen or written before. */
export class VersionLog {
  readonly #versions: AssignmentsRepository
  readonly #now: () => number
  /** Places that were seen without a list, which is not worth a version: a list that appears there is news. */
  readonly #blank = new Set<AssignmentPlace>()

  constructor(versions: AssignmentsRepository, now: () => number) {
    this.#versions = versions
    this.#now = now
  }

  /** Whether `observe` would write something new, for which it wants to know who it was. */
  isNews({ place, list, askedAt }: Sight, latest: StoredVersion | undefined): boolean {
    if (!latest && list === null) this.#blank.add(place)
    if (!latest) return list !== null
    if (askedAt <= latest.settledAt || this.#isUnderWay(latest)) return false
    return latest.outcome !== 'confirmed' || !sameList(latest.list, list)
  }

  /**
   * Takes note of what XNAT has: a list nobody here has seen before, a change made elsewhere, or what became of a change
   * whose answer was lost. Gives the version XNAT has now. `who` is asked only for a change made elsewhere.
   */
  async observe(
    sight: Sight,
    known: StoredVersion | undefined,
    who: () => Promise<ServerListMeta | null>,
  ): Promise<StoredVersion | undefined> {
    if (!this.isNews(sight, known)) return known
    // The number first: a version that comes in between makes the insert below a conflict.
    const number = await this.#versions.lastNumber(sight.place)
    const latest = await this.#versions.latest(sight.place)
    if (!this.isNews(sight, latest)) return latest
    if (latest && latest.outcome !== 'confirmed') return this.#settle(sight, latest, who)
    const meta = await who()
    const kind = latest || this.#blank.has(sight.place) ? 'changed-outside' : 'first-seen'
    try {
      return await this.#versions.insert({ ...this.#seen(sight, meta), version: number + 1, kind })
    } catch (error) {
      // Somebody else noticed it in the same moment.
      if (!isConflict(error)) throw error
      return this.#versions.latest(sight.place)
    }
  }

  /** What a change starts from: taken before XNAT is asked, so that nothing can come in between unnoticed. */
  async ground(place: AssignmentPlace): Promise<{ number: number; isBusy: boolean }> {
    const number = await this.#versions.lastNumber(place)
    const latest = await this.#versions.latest(place)
    return { number, isBusy: latest !== undefined && this.#isUnderWay(latest) }
  }

  /** Notes that a change is about to be sent. Undefined when another console was first. */
  async begin(
    version: Pick<NewVersion, 'place' | 'version' | 'list' | 'kind' | 'actor' | 'reason' | 'jobId'>,
  ): Promise<StoredVersion | undefined> {
    const at = this.#now()
    try {
      return await this.#versions.insert({ ...version, at, settledAt: at, stamp: null, outcome: 'pending' })
    } catch (error) {
      if (!isConflict(error)) throw error
      return undefined
    }
  }

  async settle(version: StoredVersion, outcome: StoredVersion['outcome']): Promise<StoredVersion> {
    const settledAt = this.#now()
    await this.#versions.settle(version.id, outcome, settledAt)
    return { ...version, outcome, settledAt }
  }

  #isUnderWay({ outcome, at }: StoredVersion): boolean {
    return outcome === 'pending' && this.#now() - at < PENDING_MS
  }

  async #settle(sight: Sight, latest: StoredVersion, who: () => Promise<ServerListMeta | null>) {
    if (sameList(latest.list, sight.list)) return this.settle(latest, 'confirmed')
    await this.settle(latest, 'not-applied')
    return this.observe(sight, await this.#versions.latest(sight.place), who)
  }

  #seen({ place, list, askedAt }: Sight, meta: ServerListMeta | null) {
    return {
      place,
      list,
      actor: meta?.user ?? null,
      stamp: meta?.stamp ?? null,
      at: this.#now(),
      settledAt: askedAt,
      reason: null,
      outcome: 'confirmed',
      jobId: null,
    } as const
  }
}

const isConflict = (error: unknown) => error instanceof StorageError && error.kind === 'conflict'
