import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLogFold } from './fold.ts'
import { LOGGERS } from './meaning/loggers.ts'
import type { LogRun } from './runs/log-run.ts'
import type { Fate } from './testing/bulk-run.ts'
import { takeRuns } from './testing/fold-bytes.ts'
import { info } from './testing/line.ts'
import { logOf } from './testing/say.ts'
import { play, type Scenario } from './testing/scenario.ts'

const fate = fc.constantFrom<Fate>('stored', 'migrated', 'error', 'vanishes', 'silent')
const scenario: fc.Arbitrary<Scenario> = fc.record({
  version: fc.constantFrom('3.4', '3.6', '3.7'),
  runs: fc.array(
    fc.record({
      fates: fc.array(fate, { maxLength: 10 }),
      repeatIds: fc.boolean(),
      threads: fc.integer({ min: 1, max: 4 }),
      ending: fc.constantFrom('completed', 'aborted', 'restarted'),
      endsAfter: fc.nat({ max: 40 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  noise: fc.array(
    fc.record({
      kind: fc.constantFrom('visit', 'build', 'event', 'session', 'misleading'),
      fate,
      session: fc.nat({ max: 20 }),
    }),
    { maxLength: 6 },
  ),
  seed: fc.integer({ min: 1 }),
})

/** What a fold finds, without where it stands in the file: that depends on the bytes. */
function fold(bytes: Uint8Array, size: number) {
  const reader = createLogFold({ pluginVersion: '3.6.0' })
  const runs = new Map<string, LogRun>()
  reader.startFile('a')
  for (let at = 0; at < bytes.length; at += size) {
    reader.push(bytes.subarray(at, at + size))
    takeRuns(reader, runs)
  }
  const found = [...runs.values()].map(({ key, startOffset, endOffset, ...run }) => run)
  return {
    runs: JSON.parse(JSON.stringify(found)),
    other: reader.otherGeneration,
    records: reader.records,
    unrecognized: reader.unrecognizedByLogger(),
  }
}

describe('the same log', () => {
  const size = fc.integer({ min: 1, max: 5000 })

  it('says the same with carriage returns at its line ends', () => {
    fc.assert(
      fc.property(scenario, size, (planned, chunk) => {
        const { text } = play(planned)
        const windows = Buffer.from(text.replaceAll('\n', '\r\n'))
        expect(fold(windows, chunk)).toEqual(fold(Buffer.from(text), chunk))
      }),
      { numRuns: 100 },
    )
  })

  it('says the same in Latin-1 as in UTF-8', () => {
    fc.assert(
      fc.property(scenario, size, (planned, chunk) => {
        const text = play(planned)
          .text.replaceAll('Project P', 'Project Prüfung é')
          .replaceAll('no room', 'für É kein Platz')
        const found = fold(Buffer.from(text, 'latin1'), chunk)
        expect(found).toEqual(fold(Buffer.from(text), chunk))
        for (const { scope, target } of found.runs) {
          if (scope === 'project') expect(target).toMatch(/^Prüfung é\d$/)
        }
      }),
      { numRuns: 100 },
    )
  })
})

describe('records that no rule knows', () => {
  const strict = [LOGGERS.api, LOGGERS.handler, LOGGERS.creator, LOGGERS.scanner, 'org.example.Other']
  const tolerated = ['icr.etherj.Some', 'org.nrg.xnatx.roi.Some', LOGGERS.security, LOGGERS.configApi]

  it('are counted by logger where every record should be known, and nowhere else', () => {
    const logger = fc.constantFrom(...strict, ...tolerated)
    fc.assert(
      fc.property(fc.array(logger, { maxLength: 200 }), fc.integer({ min: 1, max: 500 }), (loggers, size) => {
        const expected = new Map<string, number>()
        for (const name of loggers) {
          if (strict.includes(name)) expected.set(name, (expected.get(name) ?? 0) + 1)
        }
        const text = logOf(...loggers.map((name) => info('main', name, 'Nobody knows what this means')))
        const { unrecognized, records } = fold(Buffer.from(text), size)
        expect(records).toBe(loggers.length)
        expect(new Map(unrecognized.map(({ logger: name, count }) => [name, count]))).toEqual(expected)
        const counts = unrecognized.map(({ count }) => count)
        expect(counts).toEqual(counts.toSorted((a, b) => b - a))
      }),
      { numRuns: 100 },
    )
  })
})
