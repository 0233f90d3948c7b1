import { describe, expect, it } from 'vitest'
import { boundOf, scanTone } from './coverage-words.ts'

describe('the most questions a second', () => {
  it('follow from how long XNAT takes for one, and how many it is given at a time', () => {
    expect(boundOf({ answerMs: 75, atOnce: 8 }, 200)).toEqual({ ms: 75, atOnce: 8, count: 106 })
    expect(boundOf({ answerMs: 12_000, atOnce: 8 }, 20)?.count).toBe(1)
  })

  it('are not spoken of when the pace stays below, or nobody knows', () => {
    expect(boundOf({ answerMs: 75, atOnce: 8 }, 100)).toBeNull()
    expect(boundOf({ answerMs: 40, atOnce: 8 }, 200)).toBeNull()
    expect(boundOf({ answerMs: null, atOnce: 8 }, 200)).toBeNull()
  })
})

describe('a scan that is done', () => {
  const done = (found: { missing?: number; unknown?: number }) =>
    scanTone({ state: 'done', missing: 0, unknown: 0, ...found })

  it('is good only when nothing is missing or unknown', () => {
    expect(done({})).toBe('good')
    expect(done({ missing: 1 })).toBe('neutral')
    expect(done({ unknown: 1 })).toBe('neutral')
  })
})
