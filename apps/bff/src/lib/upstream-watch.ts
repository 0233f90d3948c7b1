import type { XnatClient } from '@ohif-admin/xnat-client'

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 60_000
const PLUGIN_WAIT_MS = 30_000

interface Needs {
  xnat: Pick<XnatClient, 'buildInfo' | 'viewerPlugin'>
  wake: () => void
  now: () => number
}

/**
 * Whether XNAT and its plugin are there, as far as a run has noticed. Once one is missed nothing more is sent; a harmless
 * question, asked more and more rarely, finds out when it is back.
 */
export class UpstreamWatch {
  readonly #needs: Needs
  #away: { againAt: number; waitMs: number; asking: boolean } | undefined
  #pluginAgainAt: number | undefined
  #pluginAsking = false
  /** When XNAT last proved to be there, epoch ms; null while it has not. */
  seenAt: number | null = null

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** XNAT did not answer a call, or only its proxy did. */
  missed() {
    this.#away ??= { againAt: this.#needs.now(), waitMs: FIRST_WAIT_MS, asking: false }
  }

  /** The plugin's address was not there. */
  pluginMissed() {
    this.#pluginAgainAt ??= this.#needs.now() + PLUGIN_WAIT_MS
  }

  get pluginMissing(): boolean {
    return this.#pluginAgainAt !== undefined
  }

  /** When XNAT is asked next; undefined while it is there. */
  get xnatAgainAt(): number | undefined {
    return this.#away?.againAt
  }

  /** Asks what is due to be asked; does not wait for the answers. */
  ask(xnatSession: string | undefined) {
    this.#askXnat()
    if (xnatSession !== undefined) this.#askPlugin(xnatSession)
  }

  #askXnat() {
    const away = this.#away
    if (!away || away.asking || this.#needs.now() < away.againAt) return
    away.asking = true
    this.#needs.xnat
      .buildInfo()
      .then(
        () => {
          this.#away = undefined
          this.seenAt = this.#needs.now()
        },
        () => {
          away.asking = false
          away.againAt = this.#needs.now() + away.waitMs
          away.waitMs = Math.min(away.waitMs * 2, LONGEST_WAIT_MS)
        },
      )
      .finally(() => this.#needs.wake())
  }

  #askPlugin(xnatSession: string) {
    if (this.#pluginAgainAt === undefined || this.#pluginAsking || this.#needs.now() < this.#pluginAgainAt)
      return
    this.#pluginAsking = true
    this.#needs.xnat
      .viewerPlugin(xnatSession)
      .then(
        (plugin) => {
          this.#pluginAgainAt = plugin ? undefined : this.#needs.now() + PLUGIN_WAIT_MS
        },
        () => {
          this.#pluginAgainAt = this.#needs.now() + PLUGIN_WAIT_MS
        },
      )
      .finally(() => {
        this.#pluginAsking = false
        this.#needs.wake()
      })
  }
}
