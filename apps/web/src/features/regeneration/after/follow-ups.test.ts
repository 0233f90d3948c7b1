import { type Run, RunId } from '@ohif-admin/contracts'
import { describe, expect, it } from 'vitest'
import { createTranslate } from '../../../i18n/translate.ts'
import { messagesOf } from '../../../testing/messages.ts'
import { makeCounts, makeRun } from '../testing/make-run.ts'
import { followUpSentence, followUpTone, offersOf } from './follow-ups.ts'

const t = createTranslate(messagesOf('en'), 'en')
const offers = (run: Partial<Run>) => offersOf(makeRun(run)).map(({ take, count }) => [take, count])
const followUp = (state: Run['state'], counts: Parameters<typeof makeCounts>[0]) => ({
  runId: RunId.parse('00000000-0000-4000-8000-000000000001'),
  take: 'failed' as const,
  state,
  counts: makeCounts(counts),
})

describe('what is offered after a run', () => {
  it('is a retry of what failed and a second pass of what was only migrated', () => {
    const counts = makeCounts({ stored: 900, failed: 2, silentFailure: 1, unknown: 1, migrated: 14 })
    expect(offers({ state: 'finished', counts })).toEqual([
      ['failed', 4],
      ['migrated', 14],
    ])
  })

  it('is to go on with what remains, when the run was cut short', () => {
    const counts = makeCounts({ stored: 412, failed: 3, unknown: 4, waiting: 541 })
    for (const state of ['interrupted', 'stopped'] as const)
      expect(offers({ state, counts })).toEqual([
        ['remaining', 545],
        ['failed', 3],
      ])
  })

  it('is nothing while it goes on, when it never began, or when all is stored', () => {
    expect(offers({ state: 'running', counts: makeCounts({ failed: 3 }) })).toEqual([])
    expect(offers({ state: 'refused', counts: makeCounts({ total: null }) })).toEqual([])
    expect(offers({ state: 'finished', counts: makeCounts({ stored: 960 }) })).toEqual([])
  })

  it('knows the newest run that took them up', () => {
    const followUps = [followUp('running', {}), followUp('finished', {})]
    const run = makeRun({ state: 'finished', counts: makeCounts({ failed: 1 }), followUps })
    expect(offersOf(run)[0]?.latest).toBe(followUps[0])
  })

  it('is the retry again when the run that was to take them up never began', () => {
    const latestOf = (...states: Run['state'][]) => {
      const followUps = states.map((state) => followUp(state, {}))
      return offersOf(makeRun({ state: 'finished', counts: makeCounts({ failed: 1 }), followUps }))[0]?.latest
        ?.state
    }
    for (const state of ['cancelled', 'failed-to-start', 'refused'] as const)
      expect(latestOf(state)).toBeUndefined()
    expect(latestOf('cancelled', 'stopped')).toBe('stopped')
    expect(latestOf('queued')).toBe('queued')
  })
})

describe('what became of the failures', () => {
  it('is good only when all of them are stored', () => {
    expect(followUpTone(followUp('finished', { total: 5, stored: 5 }))).toBe('good')
    expect(followUpTone(followUp('finished', { total: 5, stored: 4, unknown: 1 }))).toBe('unknown')
    expect(followUpTone(followUp('finished', { total: 5, stored: 3, failed: 2 }))).toBe('bad')
    expect(followUpTone(followUp('stopped', { total: 5, stored: 5 }))).toBe('unknown')
    expect(followUpTone(followUp('queued', { total: 5 }))).toBe('neutral')
  })

  it('is said in numbers', () => {
    const counts = { total: 5, stored: 3, failed: 1, silentFailure: 1 }
    expect(followUpSentence(followUp('finished', counts), t)).toBe('3 of 5 stored, 2 failed')
    expect(followUpSentence(followUp('running', counts), t)).toBe('running: 3 of 5 stored, 2 failed')
    expect(followUpSentence(followUp('queued', counts), t)).toBe('waits in the queue')
  })
})
