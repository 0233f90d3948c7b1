import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLogFold } from './fold.ts'
import { parseMessage } from './meaning/parse-message.ts'
import type { LogRun } from './runs/log-run.ts'
import type { Fate } from './testing/bulk-run.ts'
import { foldOneRun, statesOf, takeRuns } from './testing/fold-bytes.ts'
import { legacyRun } from './testing/legacy-run.ts'
import { type PlannedNoise, type PlannedRun, play, type Scenario } from './testing/scenario.ts'
import { print, seededPick } from './testing/writer.ts'
import { createRecordReader } from './text/record.ts'

const encoder = new TextEncoder()
const RUNS = { numRuns: 300 }

const fate = fc.constantFrom<Fate>('stored', 'stored', 'stored', 'migrated', 'error', 'vanishes', 'silent')
const run: fc.Arbitrary<PlannedRun> = fc.record({
  fates: fc.array(fate, { maxLength: 14 }),
  repeatIds: fc.boolean(),
  threads: fc.integer({ min: 1, max: 4 }),
  ending: fc.constantFrom('completed', 'completed', 'completed', 'aborted', 'restarted'),
  endsAfter: fc.nat({ max: 60 }),
})
const noise: fc.Arbitrary<PlannedNoise> = fc.record({
  kind: fc.constantFrom('visit', 'build', 'event', 'session', 'misleading'),
  fate,
  session: fc.nat({ max: 20 }),
})
const quiet: fc.Arbitrary<Scenario> = fc.record({
  version: fc.constantFrom('3.4', '3.6', '3.7'),
  runs: fc.array(run, { minLength: 1, maxLength: 4 }),
  noise: fc.constant([]),
  seed: fc.integer({ min: 1 }),
})
/** With others at work; nothing restarts, so that their fate is known. */
const busy: fc.Arbitrary<Scenario> = fc.record({
  version: fc.constantFrom('3.4', '3.6', '3.7'),
  runs: fc.array(
    run.map((planned) =>
      planned.ending === 'restarted' ? { ...planned, ending: 'aborted' as const } : planned,
    ),
    { minLength: 1, maxLength: 3 },
  ),
  noise: fc.array(noise, { maxLength: 10 }),
  seed: fc.integer({ min: 1 }),
})

function* chunks(text: string, seed: number): Generator<Uint8Array> {
  const bytes = encoder.encode(text)
  const pick = seededPick(seed)
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + pick(700)
    yield bytes.subarray(at, at + size)
    at += size
  }
}

/** Folds in chunks and watches that no verdict is ever taken back. */
function foldWatching(text: string, seed: number, pluginVersion: string) {
  const fold = createLogFold({ pluginVersion })
  const runs = new Map<string, LogRun>()
  const verdicts = new Map<string, string>()
  fold.startFile('a')
  for (const chunk of chunks(text, seed)) {
    fold.push(chunk)
    for (const { run: changed, sessions } of fold.takeChanges()) {
      runs.set(changed.key, changed)
      for (const { position, state } of sessions) {
        const key = `${changed.key}/${position}`
        const before = verdicts.get(key)
        if (before !== undefined) expect(state).toBe(before)
        if (state !== 'waiting' && state !== 'in-work') verdicts.set(key, state)
      }
    }
  }
  return { fold, runs: [...runs.values()] }
}

function checkBulk(scenario: Scenario, found: readonly LogRun[], truth: ReturnType<typeof play>['truth']) {
  expect(found.map(({ target, outcome }) => [target, outcome])).toEqual(
    truth.bulk.map(({ target, outcome }) => [target, outcome]),
  )
  found.forEach((one, index) => {
    const { states = [], stored = [], afterUnheard = false } = truth.bulk[index] ?? {}
    const done = one.sessions.filter(({ state }) => state === 'done').map(({ id }) => id)
    if (afterUnheard) checkCareful(one, stored)
    else expect(done.sort()).toEqual(stored)
    if (states && !afterUnheard)
      expect(one.sessions.map(({ id, state }) => `${id}:${state}`).sort()).toEqual(states)
    const { counts } = one
    const sum = counts.done + counts.failed + counts.unknown + counts.inFlight + counts.notStarted
    expect(sum).toBe(counts.total)
    expect(one.total).toBe(scenario.runs[index]?.fates.length)
    expect(counts.migrated).toBe(
      one.sessions.filter(({ migrated, state }) => migrated && state === 'done').length,
    )
    expect(counts.silent).toBe(
      one.sessions.filter(({ state, evidence }) => state === 'failed' && evidence !== 'explicit-error')
        .length,
    )
  })
}

/** Where the log leaves doubt, a reader may say less, but nothing wrong. */
function checkCareful({ sessions }: LogRun, stored: readonly string[]) {
  for (const { id, state } of sessions) {
    if (state === 'done') expect(stored).toContain(id)
    else if (state === 'failed' && new Set(sessions.map((one) => one.id)).size === sessions.length) {
      expect(stored).not.toContain(id)
    }
  }
}

describe('any interleaving', () => {
  it('of runs, aborted runs, their stray threads and restarts gives the truth', () => {
    fc.assert(
      fc.property(quiet, (scenario) => {
        const { text, truth } = play(scenario)
        const { fold, runs } = foldWatching(text, scenario.seed, `${scenario.version}.0`)
        checkBulk(scenario, runs, truth)
        expect(fold.unrecognized).toBe(0)
        expect(fold.records).toBe(truth.records)
      }),
      RUNS,
    )
  })

  it('of runs with viewers, events and session-level runs gives the truth', () => {
    fc.assert(
      fc.property(busy, (scenario) => {
        const { text, truth } = play(scenario)
        const { fold, runs } = foldWatching(text, scenario.seed, `${scenario.version}.0`)
        checkBulk(
          scenario,
          runs.filter(({ kind }) => kind === 'bulk'),
          truth,
        )
        const sessionRuns = runs
          .filter(({ kind }) => kind === 'session')
          .map(({ target, outcome, sessions }) => ({ target, outcome, state: sessions[0]?.state }))
        expect(new Set(sessionRuns.map((found) => JSON.stringify(found)))).toEqual(
          new Set(truth.sessions.map((planned) => JSON.stringify(planned))),
        )
        expect(sessionRuns).toHaveLength(truth.sessions.length)
        const others = fold.otherGeneration.map(({ id, trigger, done }) =>
          JSON.stringify({ id, trigger, done }),
        )
        expect(others.sort()).toEqual(truth.other.map((planned) => JSON.stringify(planned)).sort())
        expect(fold.unrecognized).toBe(0)
      }),
      RUNS,
    )
  })

  it('of a run of plugin 2.1 gives the truth in the end, though only done lines name their session', () => {
    const fates = fc.array(fc.constantFrom<Fate>('stored', 'error'), { maxLength: 20 })
    fc.assert(
      fc.property(fates, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1 }), (planned, threads, seed) => {
        const sessions = planned.map((one, index) => ({ id: `S${index}`, fate: one }))
        const found = foldOneRun(print(legacyRun(sessions, threads, seededPick(seed))))
        expect(statesOf(found)).toBe(
          sessions
            .map((session) => `${session.id}:${session.fate === 'stored' ? 'done' : 'failed'}`)
            .join(' '),
        )
      }),
      RUNS,
    )
  })

  it('of which a part was skipped gives nothing wrong', () => {
    const part = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    )
    fc.assert(
      fc.property(quiet, part, (scenario, ends) => {
        const runs = scenario.runs.map((planned) => ({ ...planned, repeatIds: false }))
        const { text, truth } = play({ ...scenario, runs })
        const bytes = encoder.encode(text)
        const [from = 0, to = 0] = ends.map((end) => Math.floor(end * bytes.length)).sort((a, b) => a - b)
        const fold = createLogFold({ pluginVersion: `${scenario.version}.0` })
        fold.startFile('a')
        fold.push(bytes.subarray(0, from))
        fold.startFile('a', to)
        fold.push(bytes.subarray(to))
        for (const found of takeRuns(fold).values()) {
          const planned = truth.bulk.find(({ target }) => target === found.target)
          if (planned) checkCareful(found, planned.stored)
          if (planned && found.outcome === 'completed') expect(planned.outcome).toBe('completed')
        }
      }),
      RUNS,
    )
  })

  it('gives the same whatever the chunks', () => {
    fc.assert(
      fc.property(busy, fc.integer({ min: 1 }), (scenario, seed) => {
        const { text } = play(scenario)
        const read = (parts: Iterable<Uint8Array>) => {
          const fold = createLogFold()
          const runs = new Map<string, LogRun>()
          for (const part of parts) {
            fold.push(part)
            takeRuns(fold, runs)
          }
          return JSON.stringify([...runs.values()])
        }
        expect(read(chunks(text, seed))).toBe(read([encoder.encode(text)]))
      }),
      { numRuns: 100 },
    )
  })
})

/** Pieces that hostile lines are made of: headers, events, halves of both, odd bytes. */
const piece = fc.oneof(
  fc.constantFrom(
    '2024-03-12 10:15:02,118 [pool-1-thread-1] INFO  ',
    '2024-03-12 10:15:02,118 [http-nio-8080-exec-1] INFO  ',
    '2024-03-12 10:15:02,118 [pool-99999-thread-9999] ERROR ',
    'org.nrg.xnatx.ohifviewer.xapi.OhifViewerApi - ',
    'org.nrg.xnatx.ohifviewer.inputcreator.JsonMetadataHandler - ',
    'org.nrg.xnatx.ohifviewer.inputcreator.ConfigServiceJsonCreator - ',
    'org.nrg.xnatx.ohifviewer.inputcreator.CreateExperimentMetadata - ',
    'org.nrg.xnatx.dicomweb.xapi.OhifDicomwebApi - ',
    'All projects metadata creation requested\n',
    'All projects metadata creation complete\n',
    'Thread count for parallel JSON creation: 2\n',
    'ImageSession ID: A\n',
    'experimentId A\n',
    'Creating session metadata for A\n',
    'Session A metadata created and stored\n',
    'Creating JSON metadata for /x/SCANS\n',
    'JSON written to: /x/A.json\n',
    'JSON written to: .json\n',
    'Jsonifier exception:\n',
    'OHIF Viewer XAPI initialised\n',
    '\n',
    '\r\n',
    '] INFO  x - ',
  ),
  fc.string({ maxLength: 20 }),
  fc.uint8Array({ maxLength: 20 }),
)

describe('hostile input', () => {
  it('never makes a reader throw, and never breaks its counts', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.integer({ min: 1, max: 50 }), (pieces, size) => {
        const bytes = Buffer.concat(pieces.map((one) => Buffer.from(one as string)))
        const fold = createLogFold()
        const reader = createRecordReader()
        let records = 0
        for (let at = 0; at < bytes.length; at += size) {
          const chunk = bytes.subarray(at, at + size)
          fold.push(chunk)
          for (const record of reader.push(chunk)) {
            records++
            parseMessage(record)
          }
          for (const { run: changed, sessions } of fold.takeChanges()) {
            const { counts } = changed
            const { done, failed, unknown, inFlight, notStarted } = counts
            expect(done + failed + unknown + inFlight + notStarted).toBe(counts.total)
            expect(sessions.length).toBeLessThanOrEqual(changed.sessions.length)
          }
        }
        expect(records + reader.flush().length).toBe(fold.records)
        expect(fold.offset).toBe(bytes.lastIndexOf(10) + 1)
        expect(fold.openRuns.length).toBeLessThanOrEqual(3)
      }),
      { numRuns: 1500 },
    )
  })

  it('keeps what a reader holds bounded', () => {
    const fold = createLogFold()
    fold.startFile('a')
    const line = (thread: string, logger: string, message: string) =>
      encoder.encode(`2024-03-12 10:15:02,118 [${thread}] INFO  ${logger} - ${message}\n`)
    for (let index = 0; index < 20_000; index++) {
      fold.push(
        line(
          `thread-${index}`,
          'org.nrg.xnatx.ohifviewer.xapi.OhifViewerApi',
          `Session S${index} metadata creation requested`,
        ),
      )
      fold.push(line('main', `org.example.Logger${index}`, 'whatever'))
      fold.takeChanges()
    }
    expect(fold.openRuns.length).toBeLessThanOrEqual(1000)
    expect(fold.unrecognized).toBe(20_000)
    expect(fold.unrecognizedByLogger().length).toBeLessThanOrEqual(5000)
    fold.push(new Uint8Array(30_000_000).fill(0x5d))
    fold.push(encoder.encode('\n'))
    expect(fold.records).toBe(40_000)
  })

  it('does not become slow by lines that are made for it', { timeout: 20_000 }, () => {
    const fold = createLogFold()
    const stamp = '2024-03-12 10:15:02,118 ['
    const attacks = [
      '] INFO '.repeat(9000),
      `${'] INFO  a'.repeat(7000)} - m`,
      '['.repeat(65_000),
      `${'] '.repeat(30_000)}INFO  a - m`,
    ]
    for (let round = 0; round < 20; round++) {
      for (const attack of attacks) fold.push(encoder.encode(`${stamp}${attack}\n`))
    }
    fold.push(encoder.encode(`${stamp}main] INFO  a.B - m\n`))
    expect(fold.records).toBeGreaterThan(0)
  })
})
