import { describe, expect, it } from 'vitest'
import { makeRun } from '../testing/make-run.ts'
import { marksIn, minutesOf, throughputFacts } from './throughput-data.ts'

const at = (clock: string) => Date.parse(`2024-03-12T${clock}:00.000Z`)

describe('the throughput', () => {
  it('begins with the run, or later when its beginning is not kept', () => {
    expect(minutesOf(makeRun({ throughput: [3, 0, 5] }))).toEqual([
      { at: at('10:00'), sessions: 3 },
      { at: at('10:01'), sessions: 0 },
      { at: at('10:02'), sessions: 5 },
    ])
    expect(minutesOf(makeRun({ throughput: [7], throughputFrom: 90 }))[0]?.at).toBe(at('11:30'))
  })

  it('shows the marks of its own minutes', () => {
    const minutes = minutesOf(makeRun({ throughput: [1, 1], throughputFrom: 10 }))
    const marks = [
      { at: '2024-03-12T10:01:00.000Z', kind: 'paused' },
      { at: '2024-03-12T10:11:30.000Z', kind: 'xnat-restarted' },
    ] as const
    expect(marksIn(minutes, marks)).toEqual([{ at: at('10:11') + 30_000, kind: 'xnat-restarted' }])
    expect(marksIn([], marks)).toEqual([])
  })

  it('is told in numbers', () => {
    expect(throughputFacts(minutesOf(makeRun({ throughput: [3, 0, 5] })))).toEqual({
      sessions: 8,
      peak: { at: at('10:02'), sessions: 5 },
      idleMinutes: 1,
    })
    expect(throughputFacts([])).toBeNull()
  })
})
