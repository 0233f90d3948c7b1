import { describe, expect, it } from 'vitest'
import { diffLines, linesOf } from './diff-lines.ts'

const shown = (before: unknown, after: unknown) =>
  diffLines(linesOf(before), linesOf(after)).map(
    ({ kind, text }) => `${{ same: ' ', removed: '-', added: '+' }[kind]}${text}`,
  )

describe('a difference', () => {
  it('shows a list entry by entry, with an entry that moved taken out and put in', () => {
    expect(shown(['http://a', 'http://b'], ['http://b', 'http://c'])).toEqual([
      '-http://a',
      ' http://b',
      '+http://c',
    ])
    expect(shown(['a', 'b'], ['b', 'a'])).toHaveLength(3)
  })

  it('shows an object by its members', () => {
    expect(shown({ state: 'running', n: 1 }, { state: 'unknown', n: 1 })).toEqual([
      ' {',
      '-  "state": "running",',
      '+  "state": "unknown",',
      '   "n": 1',
      ' }',
    ])
  })

  it('shows what was not there before, and what is gone', () => {
    expect(shown(undefined, ['a'])).toEqual(['+a'])
    expect(shown(null, [])).toEqual(['-null'])
  })

  it('always holds both sides whole, in their order', () => {
    const sides = ['', 'a', 'ab', 'ba', 'abc', 'cab', 'aab', 'bcabca', 'abcabcabc'].map((side) =>
      side.split(''),
    )
    for (const before of sides) {
      for (const after of sides) {
        const lines = diffLines(before, after)
        const without = (kind: string) => lines.filter((line) => line.kind !== kind).map(({ text }) => text)
        expect(without('added')).toEqual(before)
        expect(without('removed')).toEqual(after)
      }
    }
  })

  it('of very long values is both of them, at once', () => {
    const long = Array.from({ length: 5_000 }, (_, n) => `${n}`)
    expect(diffLines(long, long)).toHaveLength(10_000)
  })
})
