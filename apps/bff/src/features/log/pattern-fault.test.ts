import { expect, it } from 'vitest'
import { faultOf } from './pattern-fault.ts'

it.each([
  ['a[z-a]', 'invalid character class range', 2],
  ['[a-z]x[z-a]', 'invalid character class range', 7],
  ['a*(*', 'missing argument to repetition operator', 3],
  ['a(b', 'missing closing )', 1],
  ['(a)(b[)]', 'missing closing )', 3],
  ['\\(a)b', 'unexpected )', 3],
  ['a**', 'invalid nested repetition operator', 1],
  ['x{1001}', 'invalid repeat count', 1],
  ['ab\\', 'trailing backslash at end of expression', 2],
  ['ab[cd', 'missing closing ]', 2],
  ['a\\q\\q', 'invalid escape sequence', 1],
  ['a(?=b)', 'invalid or unsupported Perl syntax', 1],
])('%s is wrong: %s at %d', (source, reason, position) => {
  expect(faultOf(source, true)).toEqual({ reason, position })
})

it('nothing is wrong with what can be searched for', () => {
  for (const source of ['a(b|c)*', '(?i)x', '[[:alpha:]]+$', '\\pL{3}'])
    expect(faultOf(source, false)).toBeNull()
})
