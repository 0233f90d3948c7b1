import type {
  DeliveryTry,
  MyNotices,
  NoticeChoices,
  RunId,
  RunWatch,
  RunWatchState,
} from '@ohif-admin/contracts'
import { UpstreamError, type XnatClient } from '@ohif-admin/xnat-client'
import type { Actor, Origin } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Audit } from '../../lib/audit.ts'
import { fromUpstream } from '../../lib/upstream-error.ts'
import type { NoticePeople } from '../../storage/notice-people.ts'
import { choicesOf, kindsFor, mayHaveAllRuns } from './choices.ts'
import type { TestMessages } from './test-message.ts'

interface Needs {
  people: NoticePeople
  tests: TestMessages
  xnat: Pick<XnatClient, 'ownEmail'>
  /** Whether a mail server is configured. */
  mailOn: boolean
  /** Throws `AppError` `not-found` for a run this person may not see. */
  visibleRun: (actor: Actor, runId: RunId) => Promise<{ startedBy: string }>
  /** Something is to be shown in browsers. */
  listed: () => Promise<void>
  audit: Audit
  now: () => number
}

/** What one person is told, and how. Nobody can say where a mail goes: the address is the one XNAT knows. */
export class MyNoticesService {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  async find(actor: Actor): Promise<MyNotices> {
    const person = await this.#needs.people.find(actor.username)
    return {
      choices: choicesOf(person),
      kinds: kindsFor(actor.role),
      mayHaveAllRuns: mayHaveAllRuns(actor.role),
      mail: await this.#mailOf(actor, person?.email ?? null),
    }
  }

  /** Throws `AppError` `forbidden`, `bad-request` when there is no address to write to, `UpstreamError`. */
  save(actor: Actor, choices: NoticeChoices, origin: Origin): Promise<MyNotices> {
    const action = { actor: actor.username, action: 'notices.choose', after: choices, origin } as const
    return this.#needs.audit.during(action, async () => {
      this.#allow(actor, choices)
      const email = choices.email.length > 0 ? await this.#address(actor) : undefined
      await this.#keep(actor, choices, email)
      return this.find(actor)
    })
  }

  /** Sends a test to this person and gives what became of it. Throws `AppError` `too-many-requests`. */
  test(actor: Actor, channel: 'browser' | 'email', origin: Origin): Promise<DeliveryTry> {
    const { audit, tests, mailOn, listed } = this.#needs
    const { username } = actor
    const action = { actor: username, action: 'notices.test', detail: { channel }, origin } as const
    return audit.during(
      action,
      async () => {
        if (channel === 'email' && mailOn)
          await this.#keep(actor, undefined, await this.#addressOrNull(actor))
        const result = await tests.send(username, { channel, target: username, targetName: username })
        if (channel === 'browser') await listed()
        return result
      },
      ({ outcome }) => ({ outcome }),
    )
  }

  /** Throws `AppError` `not-found`. */
  async watchOf(actor: Actor, runId: RunId): Promise<RunWatchState> {
    const { people, visibleRun } = this.#needs
    const { startedBy } = await visibleRun(actor, runId)
    const [person, watches] = await Promise.all([people.find(actor.username), people.watchesOf(runId)])
    const channels = watches.find(({ username }) => username === actor.username)?.channels ?? []
    const choices = choicesOf(person)
    const isCovered = startedBy === actor.username || (choices.runs === 'all' && mayHaveAllRuns(actor.role))
    const chosen = (['browser', 'email'] as const).filter(
      (channel) => isCovered && choices[channel].includes('run-finished'),
    )
    return { channels, told: [...new Set([...chosen, ...channels])] }
  }

  /** Tells this person of the run by these channels too. Throws `AppError` `not-found`, `bad-request`. */
  watch(actor: Actor, runId: RunId, { channels }: RunWatch, origin: Origin): Promise<RunWatchState> {
    const { audit, people, visibleRun } = this.#needs
    const { username } = actor
    const subject = `run ${runId}`
    const action = { actor: username, action: 'notices.watch-run', subject, after: channels, origin } as const
    return audit.during(action, async () => {
      await visibleRun(actor, runId)
      if (channels.includes('email')) await this.#keep(actor, undefined, await this.#address(actor))
      await people.watch(runId, { username, channels })
      return this.watchOf(actor, runId)
    })
  }

  #allow({ role }: Actor, { runs, browser, email }: NoticeChoices) {
    const kinds = kindsFor(role)
    const isOthers = [...browser, ...email].some((kind) => !kinds.includes(kind))
    if (isOthers || (runs === 'all' && !mayHaveAllRuns(role)))
      throw new AppError('forbidden', 'This is told only to people who may see it.')
  }

  #keep({ username, role }: Actor, choices: NoticeChoices | undefined, email: string | null | undefined) {
    return this.#needs.people.choose({ username, role, seenAt: this.#needs.now() }, choices, email)
  }

  async #address(actor: Actor): Promise<string> {
    const message = 'no-address'
    const address = this.#needs.mailOn ? await this.#addressOrNull(actor) : null
    if (address !== null) return address
    const fields = [{ path: 'email', message: this.#needs.mailOn ? message : 'mail-off' }]
    throw new AppError('bad-request', 'There is no address to send mail to.', { fields })
  }

  async #addressOrNull({ xnatSession }: Actor): Promise<string | null> {
    const address = await this.#needs.xnat.ownEmail(xnatSession)
    return address !== null && isAddress(address) ? address : null
  }

  async #mailOf(actor: Actor, stored: string | null): Promise<MyNotices['mail']> {
    if (!this.#needs.mailOn) return { state: 'off', address: null }
    try {
      const address = await this.#addressOrNull(actor)
      return { state: address === null ? 'no-address' : 'ready', address }
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error
      if (fromUpstream(error).code === 'xnat-session-expired') throw error
      return { state: 'not-known', address: stored }
    }
  }
}

/** One address and nothing that could become a second one, or a header. */
const isAddress = (text: string) => /^[^\s@<>,;:"()[\]\\\p{Cc}]{1,64}@[A-Za-z0-9.-]{1,190}$/u.test(text)
