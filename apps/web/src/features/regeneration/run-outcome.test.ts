import { describe, expect, it } from 'vitest'
import { finishedOutcome, notQueued, runTone, runWord } from './run-outcome.ts'
import { makeCounts, makeGuided, makeRun } from './testing/make-run.ts'

const finished = (counts: Parameters<typeof makeCounts>[0], expected: number | null = 960) =>
  makeRun({ state: 'finished', expected, counts: makeCounts(counts) })

describe('the tone of a finished run', () => {
  it('is good only when every session is stored', () => {
    expect(runTone(finished({ stored: 960 }))).toBe('good')
  })

  it.each([
    ['one silent failure', { stored: 959, silentFailure: 1 }],
    ['one failure', { stored: 959, failed: 1 }],
    ['failures beside unknown ones', { stored: 900, failed: 1, unknown: 59 }],
  ])('is bad with %s', (_, counts) => {
    expect(runTone(finished(counts))).toBe('bad')
  })

  it.each([
    ['one session is unknown', { stored: 959, unknown: 1 }],
    ['the total is not known', { total: null, stored: 960 }],
    ['a session has no verdict', { stored: 959, waiting: 1 }],
    ['the counts do not add up', { stored: 959 }],
  ])('is unknown when %s', (_, counts) => {
    expect(runTone(finished(counts))).toBe('unknown')
  })

  it('asks for attention when sessions were only migrated', () => {
    expect(runTone(finished({ stored: 946, migrated: 14 }))).toBe('attention')
  })

  it('asks for attention when XNAT queued fewer sessions than it had listed', () => {
    const run = finished({ total: 950, stored: 950 })
    expect(notQueued(run)).toBe(10)
    expect(finishedOutcome(run)).toBe('incomplete')
    expect(runTone(run)).toBe('attention')
  })

  it('is neutral when there was nothing to do', () => {
    expect(runTone(finished({ total: 0 }, 0))).toBe('neutral')
  })

  it('does not miss sessions that nobody had listed', () => {
    expect(runTone(finished({ stored: 960 }, null))).toBe('good')
  })
})

describe('the tone of other runs', () => {
  it('is running while the log is seen, and unknown while it is not', () => {
    expect(runTone(makeRun())).toBe('running')
    const blind = makeRun({ log: { state: 'unreadable', problem: 'file-missing' } })
    expect(runTone(blind)).toBe('unknown')
    expect(runWord(blind)).toBe('not-visible')
  })

  it('does not depend on the log for a guided run', () => {
    const blind = makeRun({ kind: 'guided', log: { state: 'none', problem: null } })
    expect(runTone(blind)).toBe('running')
    expect(runWord(blind)).toBe('running')
    expect(runWord({ ...blind, guided: makeGuided({ stopping: true }) })).toBe('stopping')
  })

  it('of a stopped run is bad as soon as something failed', () => {
    expect(runTone(makeRun({ state: 'stopped', counts: makeCounts({ failed: 1 }) }))).toBe('bad')
  })

  it.each([
    ['queued', 'neutral'],
    ['cancelled', 'neutral'],
    ['paused', 'attention'],
    ['waiting', 'attention'],
    ['stopped', 'attention'],
    ['refused', 'attention'],
    ['unknown', 'unknown'],
    ['failed', 'bad'],
    ['failed-to-start', 'bad'],
    ['interrupted', 'bad'],
  ] as const)('of a run that is %s is %s', (state, tone) => {
    expect(runTone(makeRun({ state, counts: makeCounts({ stored: 960 }) }))).toBe(tone)
  })
})
