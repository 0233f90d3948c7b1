import { type Run, type RunCounts, RunId, type RunSession } from '@ohif-admin/contracts'

export function makeCounts(counts: Partial<RunCounts> = {}): RunCounts {
  return {
    total: 960,
    stored: 0,
    migrated: 0,
    failed: 0,
    silentFailure: 0,
    unknown: 0,
    inWork: 0,
    waiting: 0,
    ...counts,
  }
}

/** A bulk run of LIVER that has been going on for a while; name only what the test is about. */
export function makeRun(run: Partial<Run> = {}): Run {
  return {
    id: RunId.parse('6f2c1d3e-0a4b-4c5d-8e6f-7a8b9c0d1e2f'),
    kind: 'bulk',
    data: 'viewer',
    scope: 'project',
    projectId: null,
    projectTitle: 'LIVER',
    targetId: null,
    targetLabel: null,
    state: 'running',
    reason: null,
    detail: null,
    startedBy: 'admin',
    startedAt: '2024-03-12T10:00:00.000Z',
    endedAt: null,
    xnatCall: { outcome: 'pending', status: null, afterMs: null },
    threads: 4,
    expected: 960,
    counts: makeCounts({ stored: 412, waiting: 548 }),
    ratePerMinute: null,
    throughput: [],
    timeLeft: null,
    stalled: null,
    log: { state: 'ok', problem: null },
    logSource: 'main',
    startCursor: null,
    lastLineAt: '2024-03-12T10:10:00.000Z',
    guided: null,
    queue: null,
    verification: null,
    dicomweb: null,
    parent: null,
    followUps: [],
    ...run,
  }
}

export function makeSession(session: Partial<RunSession> = {}): RunSession {
  return {
    position: 0,
    sessionId: 'XNAT_E00001',
    projectId: 'LIVER',
    label: 'LIV_001_MR1',
    subjectLabel: 'LIV_001',
    verdict: 'waiting',
    evidence: null,
    reason: null,
    beganAt: null,
    endedAt: null,
    tookMs: null,
    ...session,
  }
}

/** What a guided run adds; name only what the test is about. */
type Guided = NonNullable<Run['guided']>

export function makeGuided(facts: Partial<Guided> = {}): Guided {
  return {
    sessionsAtOnce: 1,
    pauseMs: 0,
    quietHours: null,
    waitingFor: null,
    waitingUntil: null,
    actingAs: 'sign-in',
    stopping: false,
    zone: 'Europe/Berlin',
    ...facts,
  }
}
