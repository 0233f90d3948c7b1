import { randomUUID } from 'node:crypto'
import type { Notice, NoticeKind, RunId } from '@ohif-admin/contracts'
import type { NoticeOutbox } from '../../storage/notice-outbox.ts'
import type { NoticedChanges } from '../../storage/noticed-changes.ts'
import type { StoredRun } from '../../storage/run-row.ts'
import type { Happening, NoticeSource } from './happening.ts'

/** Nobody is told of what ended longer ago: the console was down, and they have seen for themselves. */
const LATE_MS = 24 * 3_600_000
/** What XNAT says about undecided sessions is waited for so long. */
const VERIFYING_MS = 2 * 60_000
/** After a restart of the console people are seen again within seconds. */
const WAITING_MS = 60_000

/** A run that goes on, as far as telling of it goes. */
export interface OpenRun {
  row: StoredRun
  stalled: { silentMs: number; usualMs: number } | null
}

interface Needs {
  changes: NoticedChanges
  outbox: NoticeOutbox
  openRuns: () => readonly OpenRun[]
}

/** Runs that ended, that went quiet, and that wait for somebody to sign in. */
export class RunNotices implements NoticeSource {
  readonly #needs: Needs
  /** Since when guided runs have been waiting for a sign-in, as far as this process saw. */
  readonly #waitingSince = new Map<RunId, number>()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  async look(now: number): Promise<Happening[]> {
    const open = this.#needs.openRuns()
    return [
      ...(await this.#ended(now)),
      ...(await this.#stalled(open, now)),
      ...(await this.#waiting(open, now)),
    ]
  }

  async #ended(now: number): Promise<Happening[]> {
    const { changes, outbox } = this.#needs
    const rows = await changes.endedRuns(Math.max(await outbox.since(), now - LATE_MS))
    return rows.flatMap((row) => {
      const kind = kindOf(row)
      const isHeld = row.verification?.state === 'running' && now - (row.endedAt ?? now) < VERIFYING_MS
      if (kind === null || isHeld) return []
      return happeningOf(row, kind, `run:${row.id}:over`, row.endedAt ?? now)
    })
  }

  async #stalled(open: readonly OpenRun[], now: number): Promise<Happening[]> {
    const found = open.flatMap(({ row, stalled }) => {
      if (stalled === null) return []
      return happeningOf(row, 'run-stalled', `run:${row.id}:stalled:${row.lastLineAt}`, now, stalled)
    })
    const known = await this.#needs.outbox.known(found.map(({ event }) => event.key))
    return found.filter(({ event }) => !known.has(event.key))
  }

  async #waiting(open: readonly OpenRun[], now: number): Promise<Happening[]> {
    const guided = open.filter(({ row }) => row.kind === 'guided')
    if (guided.length === 0) return []
    const marks = await this.#needs.outbox.marks('run-waits:')
    const found: Happening[] = []
    for (const { row } of guided) {
      const name = `run-waits:${row.id}`
      const told = marks.get(name) ?? null
      if (!isWaiting(row)) {
        this.#waitingSince.delete(row.id)
        if (told === 'yes') await this.#needs.outbox.step({ name, from: told, to: 'no' })
        continue
      }
      const since = this.#waitingSince.get(row.id) ?? now
      this.#waitingSince.set(row.id, since)
      if (told === 'yes' || now - since < WAITING_MS) continue
      const [happening] = happeningOf(row, 'run-waits', `${name}:${now}`, now)
      if (happening)
        found.push({ ...happening, event: { ...happening.event, step: { name, from: told, to: 'yes' } } })
    }
    return found
  }
}

const isWaiting = ({ state, guided }: StoredRun) => state === 'waiting' && guided?.waitingFor === 'sign-in'

/** What an end is called; null for one that a person brought about and knows of. */
function kindOf({ state, reason }: StoredRun): NoticeKind | null {
  switch (state) {
    case 'finished':
    case 'stopped':
      return 'run-finished'
    case 'failed-to-start':
    case 'refused':
      return 'run-not-started'
    case 'cancelled':
      return reason === 'cancelled' || reason === null ? null : 'run-not-started'
    case 'interrupted':
    case 'failed':
    case 'unknown':
      return 'run-broken'
    default:
      return null
  }
}

/** A notice about a run, with what may be said of it to whoever it concerns. */
export function happeningOf(
  row: StoredRun,
  kind: NoticeKind,
  key: string,
  at: number,
  stalled: OpenRun['stalled'] = null,
): Happening[] {
  const { id, scope, state, reason, counts, verification, startedAt, endedAt, projectId, startedBy } = row
  const notice: Notice = {
    id: randomUUID(),
    kind,
    at: new Date(at).toISOString(),
    page: `runs/${id}`,
    run: {
      id,
      kind: row.kind,
      scope,
      state,
      reason,
      counts,
      verification,
      startedAt: new Date(startedAt).toISOString(),
      endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
      stalled,
    },
    ...(projectId === null ? {} : { projectId }),
  }
  return [{ event: { key, notice }, concerned: { of: 'run', runId: id, startedBy } }]
}
