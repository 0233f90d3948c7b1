import type { LogCursor, RunBrief, RunId, RunSession } from '@ohif-admin/contracts'
import { describe, expect, it } from 'vitest'
import type { LoggedBuild } from '../../lib/logged-build.ts'
import { listRebuilds } from './rebuild-list.ts'

const RUN = '7b9f6f6e-1111-4222-8333-444455556666' as RunId

const build = (given: Partial<LoggedBuild>): LoggedBuild => ({
  by: 'session-call',
  source: 'xnat',
  runId: null,
  outcome: 'stored',
  began: '2024-03-12 11:00:00,000',
  ended: '2024-03-12 11:00:04,000',
  cursor: 'xnat:ab:10' as LogCursor,
  reason: null,
  trigger: null,
  user: 'jo',
  empty: [],
  ...given,
})
const run = (given: Partial<RunBrief> = {}): RunBrief => ({
  id: RUN,
  kind: 'guided',
  scope: 'session',
  data: 'viewer',
  state: 'finished',
  startedBy: 'jo',
  startedAt: '2024-03-12T10:00:00.000Z',
  endedAt: '2024-03-12T10:00:06.000Z',
  notBefore: null,
  ...given,
})
const session: RunSession = {
  position: 0,
  sessionId: 'A',
  projectId: 'P',
  label: null,
  subjectLabel: null,
  verdict: 'stored',
  evidence: null,
  reason: null,
  beganAt: null,
  endedAt: null,
  tookMs: null,
}
/** The server's clock is an hour ahead of UTC. */
const list = (runs: RunBrief[], builds: LoggedBuild[], offset: number | null = 60, isAdmin = true) =>
  listRebuilds({
    runs: runs.map((one) => ({ runId: RUN, run: one, session })),
    builds,
    offsetOf: () => offset,
    isAdmin,
  })

describe('the rebuilds of runs and of the log as one list', () => {
  it('has a call of a guided run once: the run’s, with its lines', () => {
    expect(list([run()], [build({ empty: ['no-folder'] })])).toMatchObject([
      { by: 'run', began: '2024-03-12 11:00:00,000', at: '2024-03-12T10:00:00.000Z', empty: ['no-folder'] },
    ])
  })

  it('has a call at another time, and one of another kind, for itself', () => {
    const other = build({ began: '2024-03-12 12:00:00,000' })
    expect(list([run()], [other]).map(({ by }) => by)).toEqual(['session-call', 'run'])
    expect(list([run()], [build({ by: 'visit' })])).toHaveLength(2)
    // A bulk run does not take the call of somebody who rebuilt the session meanwhile.
    expect(list([run({ kind: 'bulk' })], [build({})])).toHaveLength(2)
  })

  it('joins by the run that is known to have written the lines, whatever the time', () => {
    const lines = build({ by: 'bulk-call', runId: RUN, began: '2024-03-13 09:00:00,000' })
    expect(list([run({ kind: 'bulk' })], [lines])).toHaveLength(1)
    // Also those of a run that may not be seen, which is not told.
    const hidden = list([run({ kind: 'bulk', id: null })], [lines], 60, false)
    expect(hidden).toHaveLength(1)
    expect(JSON.stringify(hidden)).not.toContain(RUN)
  })

  it('does not guess when the clock of the log is not known', () => {
    const both = list([run()], [build({})], null)
    expect(both).toHaveLength(2)
    expect(both.find(({ by }) => by === 'session-call')?.at).toBeNull()
  })

  it('gives the log’s words and names to site admins only', () => {
    const failed = build({ outcome: 'failed', reason: 'cannot read /data/SMITH_JOHN' })
    expect(list([], [failed])).toMatchObject([{ reason: 'cannot read /data/SMITH_JOHN', user: 'jo' }])
    expect(list([], [failed], 60, false)).toMatchObject([{ reason: null, user: null, verdict: 'failed' }])
  })
})
