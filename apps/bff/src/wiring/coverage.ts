import { randomUUID } from 'node:crypto'
import { CoverageService } from '../features/coverage/coverage.service.ts'
import { CoverageReader } from '../features/coverage/coverage-reader.ts'
import { createCoverageSource } from '../features/coverage/coverage-source.ts'
import { DrivenScans } from '../features/coverage/driven-scans.ts'
import { RunEffects } from '../features/coverage/run-effects.ts'
import type { SessionService } from '../features/session/session.service.ts'
import { SeenPeople } from '../lib/seen-people.ts'
import { SessionQuestions } from '../lib/session-questions.ts'
import { createCoverageListsRepository } from '../storage/coverage-lists.ts'
import { createCoverageScansRepository, type StoredScan } from '../storage/coverage-scans.ts'
import { createCoverageSessionsRepository } from '../storage/coverage-sessions.ts'
import { createLeasesRepository } from '../storage/leases.ts'
import { createRunSessionListsRepository } from '../storage/run-session-lists.ts'
import type { wireRegeneration } from './regeneration.ts'
import type { Shared } from './shared.ts'

/** What a run can take from scans. */
export function wireCoverageSource({ database, access }: Shared) {
  return createCoverageSource({ lists: createCoverageListsRepository(database), access })
}

type Regeneration = Pick<Awaited<ReturnType<typeof wireRegeneration>>, 'tracker' | 'guided' | 'stores'>

/** What is known of the sessions' metadata: the scans that find it out, and the runs that change it. */
export function wireCoverage(shared: Shared, around: Regeneration, session: SessionService) {
  const { tracker, guided, stores } = around
  const { config, xnat, database, hub, now } = shared
  const questions = new SessionQuestions(xnat, config.VERIFY_PER_SECOND)
  const people = new SeenPeople(now)
  session.onSeen((actor) => people.seen(actor))
  session.onEnded((signInId) => people.gone(signInId))
  const scans = createCoverageScansRepository(database)
  const sessions = createCoverageSessionsRepository(database)
  const lists = createCoverageListsRepository(database)
  const tellOf = (projectId: string | null, startedBy = '') =>
    hub.publish('coverage', { projectId, startedBy }, () => ({ type: 'coverage', projectId }))
  const tell = ({ projectId, startedBy }: StoredScan, known: Iterable<string> = []) => {
    tellOf(projectId, startedBy)
    // Whoever sees one project sees no scan over all, and hears of it when it comes to that project.
    if (projectId === null) for (const id of known) tellOf(id)
  }
  const driven = new DrivenScans({
    ...shared,
    scans,
    sessions,
    questions,
    people,
    leases: createLeasesRepository(database),
    processName: randomUUID(),
    alone: database.engine === 'sqlite',
    signInEnded: (signInId) => session.xnatSessionEnded(signInId),
    runGoesOn: () => tracker.all().length > 0,
    tell,
  })
  const effects = new RunEffects({
    ...shared,
    sessions,
    runs: stores.runs,
    sessionLists: createRunSessionListsRepository(database),
    tell: tellOf,
  })
  const runEnded = () => {
    effects.wake()
    driven.wake()
  }
  tracker.listen({ followed: () => driven.wake(), ended: runEnded })
  guided.onEnded(runEnded)
  const maxPerSecond = questions.perSecond
  const service = new CoverageService({ ...shared, scans, driven, maxPerSecond, tell })
  const reader = new CoverageReader({ ...shared, lists, scans, driven, questions, maxPerSecond })
  return {
    routes: { coverage: service, reader, lists },
    questions,
    checked: effects.checked.bind(effects),
    async start() {
      effects.wake()
      await driven.start()
    },
    async stop() {
      await driven.stop()
      await effects.settled()
    },
  }
}
