import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvLines } from './csv.ts'

const FORMULA = /^[=+\-@\t\r]/

it('writes numbers, texts and what is not known', () => {
  expect(csvLines([[1, 'MR_1', null, 'Müller']])).toBe('1,MR_1,,Müller\r\n')
})

it('quotes as RFC 4180 says', () => {
  expect(csvLines([['a,b', 'say "x"', 'two\nlines']])).toBe('"a,b","say ""x""","two\nlines"\r\n')
})

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x")'])(
  'keeps a spreadsheet from running %j',
  (text) => {
    const [[cell] = []] = parse(csvLines([[text]])) as string[][]
    expect(cell).toBe(`'${text}`)
  },
)

it('gives back every text as it was, but for the apostrophe', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 5 }), (texts) => {
      const [row = []] = parse(csvLines([texts]), { relax_column_count: true }) as string[][]
      expect(row.map((cell, at) => (cell === texts[at] ? cell : cell.replace(/^'/, '')))).toEqual(texts)
      for (const cell of row) expect(cell).not.toMatch(FORMULA)
    }),
  )
})
