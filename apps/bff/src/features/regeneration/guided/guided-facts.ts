import type { GuidedFacts } from '@ohif-admin/contracts'
import type { LogWatch } from '../../../lib/log-watch.ts'
import type { GuidedOrders } from '../../../storage/guided-runs.ts'
import type { StoredRun } from '../../../storage/run-row.ts'
import type { LiveView } from '../live-runs.ts'
import { progressOf } from '../progress.ts'
import type { Acting } from './acting.ts'
import type { Hold } from './hold.ts'
import type { SessionList } from './session-list.ts'

/** What a guided run was told and what it waits for, as pages see it. */
export function guidedFacts(
  { settings, stopping }: GuidedOrders,
  hold: Hold | null,
  acting: Acting | undefined,
): GuidedFacts {
  const until = hold?.state === 'waiting' ? hold.until : null
  return {
    ...settings,
    stopping,
    waitingFor: hold?.state === 'waiting' ? hold.waitingFor : null,
    waitingUntil: until === null ? null : new Date(until).toISOString(),
    actingAs: acting?.as ?? 'nobody',
  }
}

/** XNAT is asked about what nobody could tell, once the run is over. */
export function toVerify(total: number): StoredRun['verification'] {
  return total === 0 ? null : { state: 'running', total, present: 0, missing: 0, notAnswered: 0 }
}

/** A guided run as it is at this moment; its pace is that of the log's own stamps. */
export function viewOf(row: StoredRun, list: SessionList, log: LogWatch): LiveView {
  const lastStamp = row.logSource === null ? null : (log.stateOf(row.logSource)?.lastStamp ?? null)
  const { inWork, waiting } = row.counts
  const remaining = row.state === 'running' ? inWork + waiting : null
  const given = { startedAt: list.startedAt, lastStamp, remaining, silentMs: 0 }
  return {
    row,
    sessions: list.sessions,
    progress: progressOf(list.tally.pace, given),
    log: log.sight(null),
    stalled: null,
  }
}
