import { AdoptedNames } from '../features/regeneration/adopted-names.ts'
import { ListedSessions } from '../features/regeneration/listed-sessions.ts'
import { createRunHistoryService } from '../features/regeneration/run-history.service.ts'
import { Verifier } from '../features/regeneration/verifier.ts'
import type { SessionService } from '../features/session/session.service.ts'
import { SeenPeople } from '../lib/seen-people.ts'
import { createRunSessionListsRepository } from '../storage/run-session-lists.ts'
import { wireCoverage } from './coverage.ts'
import type { wireRegeneration } from './regeneration.ts'
import type { Shared } from './shared.ts'

type Regeneration = Pick<
  Awaited<ReturnType<typeof wireRegeneration>>,
  'tracker' | 'guided' | 'publisher' | 'stores' | 'reader' | 'live'
>

/**
 * What follows a run: its names and the check of what its log left open, in somebody's name, its history, and what is
 * known of its sessions from then on.
 */
export function wireAfterRuns(
  shared: Shared,
  { tracker, guided, publisher, stores, reader, live }: Regeneration,
  session: SessionService,
) {
  const { database, now } = shared
  const coverage = wireCoverage(shared, { tracker, guided, stores }, session)
  const { questions, checked } = coverage
  const people = new SeenPeople(now)
  session.onSeen((actor) => people.seen(actor))
  session.onEnded((signInId) => people.gone(signInId))
  const sessionLists = createRunSessionListsRepository(database)
  const followed = tracker.get.bind(tracker)
  const listed = new ListedSessions({ ...shared, ...stores, sessionLists, followed })
  const names = new AdoptedNames({ ...shared, ...stores, listed, people })
  const verifier = new Verifier({
    ...shared,
    ...stores,
    sessionLists,
    listed,
    people,
    publisher,
    questions,
    checked,
    signInEnded: (signInId) => session.xnatSessionEnded(signInId),
  })
  tracker.listen({
    followed: ({ live }) => {
      if (live.row.kind === 'adopted') names.wake()
    },
    ended: () => verifier.wake(),
  })
  guided.onEnded(() => verifier.wake())
  return {
    coverage: coverage.routes,
    history: createRunHistoryService({ ...stores, reader, sessionLists, live }),
    async start() {
      verifier.wake()
      await coverage.start()
    },
    async stop() {
      await Promise.all([verifier.stop(), names.stop()])
      await coverage.stop()
    },
  }
}
