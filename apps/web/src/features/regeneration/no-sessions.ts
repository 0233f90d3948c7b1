import { isOpen, type Run } from '@ohif-admin/contracts'
import type { SessionFilter } from './run.queries.ts'
import { neverStarted } from './run-outcome.ts'

/**
 * Why a list of sessions is empty, as keys of texts: by the filter, by luck, or because the log has not come so far.
 * That nothing failed is said only of sessions that are known.
 */
export function noSessions(run: Pick<Run, 'state' | 'counts'>, { show, search }: SessionFilter) {
  if (search !== '') return { title: 'sessions.noMatch', hint: 'sessions.noMatchHint' } as const
  if (run.state === 'queued') return { title: 'sessions.queued', hint: 'sessions.queuedHint' } as const
  if (neverStarted(run)) return { title: 'sessions.neverStarted', hint: 'sessions.neverStartedHint' } as const
  const open = isOpen(run.state)
  if (show === 'failures' && run.counts.total !== null)
    return { title: open ? 'sessions.noFailuresYet' : 'sessions.noFailures', hint: null } as const
  if (show !== 'all' && run.counts.total !== null)
    return { title: 'sessions.noneOfKind', hint: 'sessions.noneOfKindHint' } as const
  const early = open && run.counts.total === null
  return { title: 'sessions.none', hint: early ? 'sessions.noneYetHint' : 'sessions.noneHint' } as const
}
