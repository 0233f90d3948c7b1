import { randomUUID } from 'node:crypto'
import { type StreamMessage, Topic } from '@ohif-admin/contracts'
import type { Actor } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import { createAudienceOf, type ProjectAccess } from '../../lib/project-access.ts'
import { type Check, encodeFrame, type Frame } from '../../lib/sse.ts'
import type { About, Audience, Identified, StreamHub } from '../../lib/stream-hub.ts'
import type { Ticket } from '../../lib/ticket.ts'
import type { SignInReader } from '../../plugins/authentication.ts'
import { ListenerCheck } from './listener-check.ts'

const MAX_TOPICS = 16

type EndReason = Extract<StreamMessage, { type: 'session-ended' }>['reason']

/** Gives what a new listener of a topic must know first; undefined when it may not listen to it. */
export type SnapshotOf = (
  topic: Topic,
  audienceOf: (about: About) => Audience | undefined,
  /** Id of the last message that came before the connection broke. */
  lastEventId?: string,
) => Promise<readonly (StreamMessage | Identified)[] | undefined>

interface Needs {
  hub: StreamHub
  access: ProjectAccess
  signIns: SignInReader & { onEnded(listener: (signInId: string, reason: EndReason) => void): () => void }
  snapshotOf: SnapshotOf
  perUser: number
  total: number
}

interface Wanted {
  topics: string
  /** Names the page that listens. */
  page?: string | undefined
  /** Id of the last message that came before the connection broke. */
  lastEventId?: string | undefined
}

interface Place {
  /** Its page has another one. */
  replaced: boolean
  free: () => void
}

/** What a page's former stream is told at its next heartbeat: perhaps nobody has been there for long. */
const REPLACED: Check = { say: [], over: true }

export interface EventStream {
  open: (signal: AbortSignal) => AsyncIterable<Frame>
  authorize: () => Promise<Check>
  release: () => void
}

/** Who may listen to what, for how long. Authorised at connect and again at every heartbeat. */
export class EventsService {
  readonly #needs: Needs
  readonly #openByUser = new Map<string, number>()
  readonly #byPage = new Map<string, Place>()
  #open = 0

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Streams open at the moment. */
  get size(): number {
    return this.#open
  }

  /** Throws `AppError` for topics that do not exist or may not be seen, and for too many streams. */
  async connect(actor: Actor, ticket: Ticket, wanted: Wanted): Promise<EventStream> {
    const { hub, access, signIns, snapshotOf } = this.#needs
    const { lastEventId } = wanted
    const topics = parseTopics(wanted.topics)
    const check = new ListenerCheck(await createAudienceOf(access, actor), topics, {
      rightsNow: async () => createAudienceOf(access, await signIns.authenticate(ticket, { touch: false })),
      maySee: async (topic, audienceOf) => (await snapshotOf(topic, audienceOf)) !== undefined,
    })
    if ((await check.denied()).length > 0)
      throw new AppError('not-found', 'There is no such thing to listen to.')
    const place = this.#take(actor, wanted.page)
    const over = new AbortController()
    let reason: EndReason | undefined
    const forget = signIns.onEnded((signInId, why) => {
      if (signInId !== actor.signInId) return
      reason = why
      over.abort()
    })
    const { audienceOf } = check
    const snapshot = async () =>
      (await Promise.all(topics.map((topic) => snapshotOf(topic, audienceOf, lastEventId)))).flatMap(
        (part) => part ?? [],
      )

    return {
      async *open(signal) {
        const subscriptions = topics.map((topic) => ({ topic, audienceOf }))
        signal.addEventListener('abort', () => over.abort())
        if (signal.aborted) over.abort()
        yield* hub.listen(subscriptions, snapshot, over.signal)
        if (reason) yield lastFrame(reason)
      },
      authorize: async () => (place.replaced ? REPLACED : check.run()),
      release() {
        forget()
        place.free()
      },
    }
  }

  /** A place among those that may be open, for that which this page had before. */
  #take({ username, signInId }: Actor, page: string = randomUUID()): Place {
    const name = `${signInId} ${page}`
    const before = this.#byPage.get(name)
    const leaving = before ? 1 : 0
    const mine = this.#openByUser.get(username) ?? 0
    if (this.#open - leaving >= this.#needs.total || mine - leaving >= this.#needs.perUser) {
      throw new AppError('too-many-streams', 'Too many live connections are open.', { retryAfterSeconds: 30 })
    }
    if (before) before.replaced = true
    const place = { replaced: false, free: () => this.#free(username, name, place) }
    this.#open += 1
    this.#openByUser.set(username, mine + 1)
    this.#byPage.set(name, place)
    return place
  }

  #free(username: string, name: string, place: Place) {
    this.#open -= 1
    const left = (this.#openByUser.get(username) ?? 1) - 1
    if (left > 0) this.#openByUser.set(username, left)
    else this.#openByUser.delete(username)
    if (this.#byPage.get(name) === place) this.#byPage.delete(name)
  }
}

const lastFrame = (reason: EndReason) =>
  encodeFrame(JSON.stringify({ type: 'session-ended', reason } satisfies StreamMessage))

function parseTopics(list: string): Topic[] {
  const names = [...new Set(list.split(','))]
  const topics = names.map((name) => Topic.safeParse(name))
  if (names.length > MAX_TOPICS || topics.some((topic) => !topic.success)) {
    const message = `at most ${MAX_TOPICS} known topics, separated by commas`
    throw new AppError('bad-request', 'The list of topics cannot be read.', {
      fields: [{ path: 'topics', message }],
    })
  }
  return topics.flatMap((topic) => topic.data ?? [])
}
