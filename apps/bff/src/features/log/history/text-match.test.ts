import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTextMatcher, requiredLiteral } from './text-match.ts'

describe('a pattern', () => {
  it.each([
    ['Session XNAT_\\w+ metadata', 'Session XNAT_'],
    ['colou?r of it', 'r of it'],
    ['a{3}bcd', 'bcd'],
    ['[xyz]+tail', 'tail'],
    ['one|two', null],
    ['(?i)word', null],
    ['[\\]]abc', null],
    ['a.b', null],
    ['\\d+', null],
    ['ab*cd', 'cd'],
    ['a\\.bc', 'a.bc'],
  ])('%s needs %j', (pattern, literal) => {
    expect(requiredLiteral(pattern)).toBe(literal)
  })

  it('never matches a text without the literal it is said to need', () => {
    const piece = fc.constantFrom(
      'ab',
      'cd',
      '.',
      '\\d',
      'x*',
      'y?',
      'z+',
      'q{2}',
      'r{0,1}',
      '[ab]',
      '\\.',
      '^',
      '$',
      '[^c]',
    )
    const pattern = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''))
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', 'c', 'd', 'x', 'y', 'z', 'q', 'r', '.', '7'),
      maxLength: 14,
    })
    fc.assert(
      fc.property(pattern, text, fc.boolean(), (source, seen, matchCase) => {
        const { needle, inText, inBytes } = createTextMatcher(source, { regex: true, matchCase })
        if (inText(seen) && needle !== null) expect(seen.toLowerCase()).toContain(needle.toLowerCase())
        expect(inBytes(Buffer.from(seen))).toBe(inText(seen))
      }),
      { numRuns: 3000 },
    )
  })
})

describe('a literal', () => {
  it('is found in the bytes whatever their encoding, with or without its case', () => {
    const find = (text: string, bytes: Buffer, matchCase = false) =>
      createTextMatcher(text, { regex: false, matchCase }).inBytes(bytes)
    expect(find('ÜBER', Buffer.from('so über das'))).toBe(true)
    expect(find('ÜBER', Buffer.from('so über das', 'latin1'))).toBe(true)
    expect(find('ÜBER', Buffer.from('so über das'), true)).toBe(false)
    expect(find('a+', Buffer.from('AA+'))).toBe(true)
    expect(find('a+', Buffer.from('aaa'))).toBe(false)
  })
})
