/** Where a plugin stands to 3.7, from which a session without any line can also be a success (microscopy). */
export type Lineage = 'before-3.7' | 'from-3.7'

const VIEWER = 'OHIF Viewer XAPI'
const START_UP: Readonly<Record<string, Lineage>> = {
  'Viewer DICOMweb XAPI': 'from-3.7',
  'OHIF Viewer Config XAPI': 'from-3.7',
  // 3.5.1 to 3.6 only
  'OHIF Viewer ROI Presets XAPI': 'before-3.7',
}

/** More components than any plugin has. */
const MAX_BURST = 32

/**
 * Judges the plugin's version from the log. A plugin can only be exchanged by a restart, so what was seen holds until
 * then. The order of the start-up lines is not fixed: some come before the one that marks the restart.
 */
export class VersionEvidence {
  readonly #given: Lineage | null
  #seen: Lineage | null = null
  /** The start-up lines of the burst that is being read. */
  #burst = new Set<string>()
  #burstSays: Lineage | null = null

  /** @param version the version as an operator or XNAT gives it, `3.6.0`; anything unreadable counts as not given */
  constructor(version: string | undefined) {
    const parts = /^(\d{1,3})\.(\d{1,3})/.exec(version ?? '')
    const from37 = Number(parts?.[1]) * 1000 + Number(parts?.[2]) >= 3007
    this.#given = parts === null ? null : from37 ? 'from-3.7' : 'before-3.7'
  }

  /** What is known for certain. The log wins: it knows which plugin wrote it, the given version is today's. */
  get lineage(): Lineage | null {
    return this.#seen ?? this.#given
  }

  saw(lineage: Lineage) {
    this.#seen = lineage
  }

  /** A component reported its start. True when this is the one that marks a restart of the server. */
  startedUp(component: string): boolean {
    if (this.#burst.has(component) || this.#burst.size >= MAX_BURST) this.endBurst()
    this.#burst.add(component)
    this.#burstSays = START_UP[component] ?? this.#burstSays
    if (this.#burst.has(VIEWER)) this.#seen = this.#burstSays
    return component === VIEWER
  }

  /** Something else was logged, so the next start-up line belongs to another start. */
  endBurst() {
    if (this.#burst.size === 0) return
    // the marker may be missing where reading began in the middle of a start
    if (!this.#burst.has(VIEWER)) this.#seen = this.#burstSays ?? this.#seen
    this.#burst = new Set()
    this.#burstSays = null
  }
}
