import type { Topic } from '@ohif-admin/contracts'
import { AppError } from '../../lib/app-error.ts'
import type { Check } from '../../lib/sse.ts'
import { type About, type Audience, EVERYONE, type Subscription } from '../../lib/stream-hub.ts'

/** Checks that may fail in a row because XNAT or the database is away before the stream is closed. */
const MAX_FAILED_CHECKS = 8

type AudienceOf = (about: About) => Audience | undefined

interface Needs {
  /** The listener's rights as they are now. Throws `AppError` when the sign-in is over. */
  rightsNow: () => Promise<AudienceOf>
  maySee: (topic: Topic, audienceOf: AudienceOf) => Promise<boolean>
}

/** What one listener may see, looked up again at every heartbeat. */
export class ListenerCheck {
  readonly #topics: readonly Topic[]
  readonly #needs: Needs
  /** Denials that were told. */
  readonly #told = new Set<Topic>()
  #rights: AudienceOf
  #failures = 0

  constructor(rights: AudienceOf, topics: readonly Topic[], needs: Needs) {
    this.#rights = rights
    this.#topics = topics
    this.#needs = needs
  }

  /** By the rights as last looked up; nothing while they could not be. */
  readonly audienceOf: Subscription['audienceOf'] = (about) => {
    if (this.#failures > 0) return undefined
    return about === EVERYONE ? 'user' : this.#rights(about)
  }

  /** Topics that the listener may not see, each given once until it may again. */
  async denied(): Promise<Topic[]> {
    const denied: Topic[] = []
    for (const topic of this.#topics.filter(isGuarded)) {
      if (await this.#needs.maySee(proofOf(topic), this.#rights)) this.#told.delete(topic)
      else if (!this.#told.has(topic)) denied.push(topic)
    }
    for (const topic of denied) this.#told.add(topic)
    return denied
  }

  /** The check of every heartbeat. Never throws: what cannot be found out is held back, and not for ever. */
  async run(): Promise<Check> {
    try {
      this.#rights = await this.#needs.rightsNow()
      const denied = (await this.denied()).map((topic) => ({ type: 'denied', topic }) as const)
      const missed = this.#failures > 0 ? this.#topics.map((topic) => ({ type: 'gap', topic }) as const) : []
      this.#failures = 0
      return { say: [...denied, ...missed], over: false }
    } catch (error) {
      const code = error instanceof AppError ? error.code : undefined
      if (code === 'xnat-session-expired') return over({ type: 'session-ended', reason: code })
      if (code === 'unauthenticated') return over({ type: 'session-ended', reason: 'expired' })
      // XNAT or the database being away takes nobody's rights.
      this.#failures += 1
      if (this.#failures >= MAX_FAILED_CHECKS) return over({ type: 'reconnect' })
      const first = this.#failures === 1
      return { say: first ? [{ type: 'paused', reason: 'rights-not-checked' }] : [], over: false }
    }
  }
}

const over = (message: Check['say'][number]): Check => ({ say: [message], over: true })

/** A run's log is seen by whoever sees the run, and the run is found out without reading the file. */
const proofOf = (topic: Topic): Topic => topic.replace(/^run-log:/, 'run:') as Topic

/** Topics for all are filtered message by message; one about a run, or the log itself, is seen or not seen. */
const isGuarded = (topic: Topic) => topic === 'log' || topic.includes(':')
