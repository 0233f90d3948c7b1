import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvLine } from './csv.ts'

test('numbers and plain text are written as they are, nothing as nothing', () => {
  expect(csvLine([1, 'MR_1', null, 'Müller'])).toBe('1,MR_1,,Müller\r\n')
})

test('commas, quotes and line breaks stay inside their cell', () => {
  expect(csvLine(['a,b', 'say "x"', 'two\nlines'])).toBe('"a,b","say ""x""","two\nlines"\r\n')
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '=HYPERLINK("http://x","y")'])(
  'what a spreadsheet would run is text: %j',
  (text) => {
    const [line] = [csvLine([text])]
    expect(line.replace(/^"/, '').startsWith("'")).toBe(true)
  },
)

test('every text comes back from its cell, with the apostrophe at most', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const cell = csvLine([text]).slice(0, -2)
      const bare = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell
      expect([text, `'${text}`]).toContain(bare)
    }),
  )
})
