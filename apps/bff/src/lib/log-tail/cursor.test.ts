import { LogCursor } from '@ohif-admin/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatCursor, parseCursor } from './cursor.ts'

const KEY = '0123456789abcdef'

describe('a cursor', () => {
  test('reads back what was written, and fits the contract', () => {
    const source = fc.stringMatching(/^[A-Za-z0-9_.-]{1,60}$/)
    const key = fc.stringMatching(/^[a-f0-9]{16}$/)
    const offset = fc.integer({ min: 0, max: 999_999_999_999_999 })
    fc.assert(
      fc.property(source, key, offset, (name, fileKey, at) => {
        const text = formatCursor(name, { fileKey, offset: at })
        expect(LogCursor.safeParse(text).success).toBe(true)
        expect(parseCursor(text)).toEqual({ source: name, fileKey, offset: at })
      }),
      { seed: 20240312, numRuns: 200 },
    )
  })

  test.each([
    '',
    'node1',
    `node1:${KEY}`,
    `node1:${KEY}:`,
    `:${KEY}:0`,
    `node1:${KEY}:-1`,
    `node1:${KEY}:01`,
    `node1:${KEY}:1.5`,
    `node1:${KEY}:1e3`,
    `node1:${KEY}: 1`,
    `node1:${KEY}:1\n`,
    `node1:${KEY}:1:2`,
    `node1:${KEY}:1000000000000000`,
    `node1:${KEY.toUpperCase()}:1`,
    `node1:${KEY.slice(1)}:1`,
    `node1:${KEY}0:1`,
    `../node1:${KEY}:1`,
    `no de:${KEY}:1`,
    `${'n'.repeat(200)}:${KEY}:1`,
  ])('is not %j', (text) => {
    expect(parseCursor(text)).toBeNull()
  })

  test.each([
    ['no/de', KEY, 1],
    ['', KEY, 1],
    ['node1', 'xyz', 1],
    ['node1', KEY, -1],
    ['node1', KEY, 1.5],
    ['node1', KEY, Number.NaN],
    ['node1', KEY, 1e15],
  ])('is not made of %j %j %j', (source, fileKey, offset) => {
    expect(() => formatCursor(source, { fileKey, offset })).toThrow(RangeError)
  })
})
