import type { RunData } from '@ohif-admin/contracts'
import type { LogChange } from '@ohif-admin/ohif-log'
import type { LogPosition } from '../../../lib/log-tail/index.ts'
import type { Sighting } from './session-outcome.ts'

interface Watch {
  /** Where each log stood before XNAT was called. */
  from: ReadonlyMap<string, LogPosition>
  /** By source and key of the run in the log. */
  seen: Map<string, Sighting>
  lastLineAt: number | null
}

/** What the logs show of calls for single sessions, for the sessions that are being watched. */
export class SessionSightings {
  readonly #watches = new Map<string, Watch>()
  readonly #kind: 'session' | 'dicomweb'

  constructor(data: RunData) {
    this.#kind = data === 'viewer' ? 'session' : 'dicomweb'
  }

  /** Looks out for the session from here on. */
  watch(sessionId: string, from: ReadonlyMap<string, LogPosition>) {
    this.#watches.set(sessionId, { from, seen: new Map(), lastLineAt: null })
  }

  forget(sessionId: string) {
    this.#watches.delete(sessionId)
  }

  of(sessionId: string): Sighting[] {
    return [...(this.#watches.get(sessionId)?.seen.values() ?? [])]
  }

  /** When the last line of the session came, epoch ms; null while there was none. */
  lastLineAt(sessionId: string): number | null {
    return this.#watches.get(sessionId)?.lastLineAt ?? null
  }

  /** Takes over what a log shows. Gives whether any of it was about a watched session. */
  take(source: string, changes: readonly LogChange[], epochMs: number): boolean {
    let taken = false
    for (const { run } of changes) {
      if (run.kind !== this.#kind || run.scope !== 'session' || run.target === null) continue
      const watch = this.#watches.get(run.target)
      if (!watch || !isAfter(run, watch.from.get(source))) continue
      const key = `${source} ${run.key}`
      const known = watch.seen.get(key)
      // A log that is read again says again that something had begun.
      if (known && known.run.outcome !== 'running' && run.outcome === 'running') continue
      watch.seen.set(key, { run, session: run.sessions.at(-1) })
      watch.lastLineAt = epochMs
      taken = true
    }
    return taken
  }
}

/** Another file than the one we stood in is a later one: reading goes forward. */
function isAfter(run: LogChange['run'], from: LogPosition | undefined): boolean {
  return from === undefined || run.fileKey !== from.fileKey || run.startOffset >= from.offset
}
