import type {
  CoverageScanId,
  DeliveryTry,
  MyNotices,
  NoticeChoices,
  NoticeLanguage,
  NoticeWatch,
  NoticeWatchState,
  RunId,
} from '@ohif-admin/contracts'
import { UpstreamError, type XnatClient } from '@ohif-admin/xnat-client'
import type { Actor } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Audit } from '../../lib/audit.ts'
import { fromUpstream } from '../../lib/upstream-error.ts'
import type { NoticePeople, PersonChanges } from '../../storage/notice-people.ts'
import type { AskedBy } from './asked-by.ts'
import { choicesOf, kindsFor, mayHaveAllRuns } from './choices.ts'
import type { TestMessages } from './test-message.ts'

interface Needs {
  people: NoticePeople
  tests: TestMessages
  xnat: Pick<XnatClient, 'ownEmail'>
  /** Whether a mail server is configured. */
  mailOn: boolean
  /** Throws `AppError` `not-found` for what this person may not see. */
  visible: (actor: Actor, watched: Watched) => Promise<{ startedBy: string }>
  /** Something is to be shown in browsers. */
  listed: () => Promise<void>
  audit: Audit
  now: () => number
}

/** What can be told of by itself. */
export type Watched = { of: 'run'; id: RunId } | { of: 'scan'; id: CoverageScanId }

const TOLD_BY = { run: 'run-finished', scan: 'scan-over' } as const

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
  save(actor: Actor, choices: NoticeChoices, { language, origin }: AskedBy): Promise<MyNotices> {
    const action = { actor: actor.username, action: 'notices.choose', after: choices, origin } as const
    return this.#needs.audit.during(action, async () => {
      this.#allow(actor, choices)
      const email = choices.email.length > 0 ? await this.#address(actor) : undefined
      await this.#keep(actor, { choices, email, language })
      return this.find(actor)
    })
  }

  /** Sends a test to this person and gives what became of it. Throws `AppError` `too-many-requests`. */
  test(actor: Actor, channel: 'browser' | 'email', { language, origin }: AskedBy): Promise<DeliveryTry> {
    const { audit, tests, mailOn, listed } = this.#needs
    const { username } = actor
    const action = { actor: username, action: 'notices.test', detail: { channel }, origin } as const
    return audit.during(
      action,
      async () => {
        if (channel === 'email' && mailOn)
          await this.#keep(actor, { email: await this.#addressOrNull(actor), language })
        const result = await tests.send(username, { channel, target: username, targetName: username })
        if (channel === 'browser') await listed()
        return result
      },
      ({ outcome }) => ({ outcome }),
    )
  }

  /** Mails to this person are in this language from now on; of whoever gets none nothing is kept. */
  speaks({ username }: Actor, language: NoticeLanguage): Promise<void> {
    return this.#needs.people.speaks(username, language)
  }

  /** Throws `AppError` `not-found`. */
  async watchOf(actor: Actor, watched: Watched): Promise<NoticeWatchState> {
    const { people, visible } = this.#needs
    const { startedBy } = await visible(actor, watched)
    const [person, watches] = await Promise.all([people.find(actor.username), people.watchesOf(watched.id)])
    const channels = watches.find(({ username }) => username === actor.username)?.channels ?? []
    const choices = choicesOf(person)
    const isCovered = startedBy === actor.username || (choices.runs === 'all' && mayHaveAllRuns(actor.role))
    const chosen = (['browser', 'email'] as const).filter(
      (channel) => isCovered && choices[channel].includes(TOLD_BY[watched.of]),
    )
    const mail = await this.#mailOf(actor, person?.email ?? null)
    return { channels, told: [...new Set([...chosen, ...channels])], mail }
  }

  /** Tells this person of it by these channels too. Throws `AppError` `not-found`, `bad-request`. */
  async watch(
    actor: Actor,
    watched: Watched,
    { channels }: NoticeWatch,
    { language, origin }: AskedBy,
  ): Promise<NoticeWatchState> {
    const { audit, people, visible } = this.#needs
    const { username } = actor
    const { of, id } = watched
    const subject = of === 'run' ? `run ${id}` : `coverage scan ${id}`
    const action = {
      actor: username,
      action: `notices.watch-${of}`,
      subject,
      after: channels,
      origin,
    } as const
    await audit.during(action, async () => {
      await visible(actor, watched)
      if (channels.includes('email')) await this.#keep(actor, { email: await this.#address(actor), language })
      await people.watch(id, { username, channels })
    })
    return this.watchOf(actor, watched)
  }

  #allow({ role }: Actor, { runs, browser, email }: NoticeChoices) {
    const kinds = kindsFor(role)
    const isOthers = [...browser, ...email].some((kind) => !kinds.includes(kind))
    if (isOthers || (runs === 'all' && !mayHaveAllRuns(role)))
      throw new AppError('forbidden', 'This is told only to people who may see it.')
  }

  #keep({ username, role }: Actor, changes: PersonChanges) {
    return this.#needs.people.choose({ username, role, seenAt: this.#needs.now() }, changes)
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
