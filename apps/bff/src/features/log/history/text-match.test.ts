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

  it('needs no letter that stands for a character beyond ASCII when case does not matter', () => {
    expect(requiredLiteral('session', false)).toBe('ion')
    const { inBytes } = createTextMatcher('task list', { regex: true, matchCase: false })
    expect(inBytes(Buffer.from('ta\u017f\u212a li\u017ft'))).toBe(true)
  })

  const pieces = (...texts: string[]) => fc.constantFrom(...texts)
  const piece = fc.oneof(
    pieces('ab', 'cd', '.', '\\d', 'x*', 'y?', 'z+', 'q{2}', 'r{0,1}', '[ab]', '\\.', '^', '$', '[^c]', 'é'),
    pieces('\\b', '\\B', '\\s', '\\w+', '(a|cd)', '(x|y)*', '|', '\\n', '[[:alpha:]]', '\\x61', '\\A', '\\z'),
    pieces('(?i)', 'k', 's', '[^\\n]', '\\S', '.*', 'A', '\\PL', '\\pN'),
  )
  const pattern = fc.array(piece, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''))
  const letters = [
    'a',
    'b',
    'c',
    'd',
    'x',
    'y',
    'z',
    'q',
    'r',
    '.',
    '7',
    'A',
    'K',
    's',
    ' ',
    '\n',
    '\r\n',
    '\r',
  ]
  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom(...letters), maxLength: 14 }),
    fc.string({ unit: fc.constantFrom(...letters, 'é', 'É', '\u212a', '\u017f', '脳', '🧠'), maxLength: 14 }),
  )

  it('gives the same answer in the bytes of a record as in its text, and needs what it is said to need', () => {
    fc.assert(
      fc.property(pattern, text, fc.boolean(), (source, seen, matchCase) => {
        const { clue, inText, inBytes } = createTextMatcher(source, { regex: true, matchCase })
        const bytes = Buffer.from(`before ${seen}\n after`)
        // A record without its last line end, each line without its own.
        const found = inText(seen.replace(/\n$/, '').replaceAll('\r\n', '\n').replace(/\r$/, ''))
        if (found && clue)
          expect(clue.find(Buffer.from(seen), 0, Buffer.from(seen).length)).toBeGreaterThan(-1)
        expect(inBytes(bytes, 7, bytes.length - 7)).toBe(found)
      }),
      { numRuns: 10_000 },
    )
  })

  it('is not lost when it needs very many states', () => {
    const { inBytes, inText } = createTextMatcher('(a|b)*a(a|b){14}c', { regex: true, matchCase: true })
    let seed = 7
    for (let round = 0; round < 200; round += 1) {
      const letters = Array.from({ length: 300 }, () => {
        seed = (seed * 1103515245 + 12345) % 2 ** 31
        return seed % 97 === 0 ? 'c' : seed % 2 ? 'a' : 'b'
      }).join('')
      expect(inBytes(Buffer.from(letters))).toBe(inText(letters))
    }
  })
})

describe('a literal', () => {
  const find = (text: string, bytes: Buffer, matchCase = false) =>
    createTextMatcher(text, { regex: false, matchCase }).inBytes(bytes)

  it('is found in the bytes whatever their encoding, with or without its case', () => {
    expect(find('ÜBER', Buffer.from('so über das'))).toBe(true)
    expect(find('ÜBER', Buffer.from('so über das', 'latin1'))).toBe(true)
    expect(find('ÜBER', Buffer.from('so über das'), true)).toBe(false)
    expect(find('a+', Buffer.from('AA+'))).toBe(true)
    expect(find('a+', Buffer.from('aaa'))).toBe(false)
    expect(find('İ x', Buffer.from('so İ x das'))).toBe(true)
    expect(find('é', Buffer.from('so É'))).toBe(true)
    expect(find('one\ntwo', Buffer.from('one\r\ntwo\r\n'))).toBe(true)
    expect(find('\n', Buffer.from('one\r\ntwo\r\n'))).toBe(true)
    expect(find('\n', Buffer.from('one\r\n'))).toBe(false)
  })

  it('is found where it is first, within the bytes looked at', () => {
    const unit = fc.constantFrom('a', 'b', 'A', 'B', '-')
    const short = fc.string({ unit, minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(
        short,
        fc.string({ unit, maxLength: 40 }),
        fc.nat(20),
        fc.boolean(),
        (text, seen, from, matchCase) => {
          const { clue } = createTextMatcher(text, { regex: false, matchCase })
          const [folded, wanted] = matchCase ? [seen, text] : [seen.toLowerCase(), text.toLowerCase()]
          for (const to of [seen.length, seen.length - 3].filter((end) => end >= from))
            expect(clue?.find(Buffer.from(seen), from, to)).toBe(folded.slice(0, to).indexOf(wanted, from))
        },
      ),
      { numRuns: 5_000 },
    )
  })
})
