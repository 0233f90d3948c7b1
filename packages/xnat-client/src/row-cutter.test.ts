import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RowCutter } from './row-cutter.ts'

/** Rows and frame of a text that comes in pieces which end at these places. */
function cut(text: string, places: readonly number[] = []) {
  const rows: unknown[] = []
  const cutter = new RowCutter((row) => rows.push(JSON.parse(row)))
  const bytes = Buffer.from(text)
  const ends = [...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  let from = 0
  for (const end of ends) {
    cutter.push(bytes.subarray(from, end))
    from = end
  }
  return { rows, frame: cutter.frame() }
}

const listing = (rows: readonly unknown[], more = {}) =>
  JSON.stringify({ ResultSet: { Columns: [{ key: 'ID' }], Result: rows, ...more }, after: [{ a: [] }] })
/** Every kind of text: quotes, backslashes, brackets, other scripts. */
const value = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"]}', '\\', '[{', '\\"', '"Result":['))
const row = fc.dictionary(value, fc.oneof(value, fc.array(fc.dictionary(value, value))))

test('a listing gives its rows and one zero in their place, wherever its pieces end', () => {
  fc.assert(
    fc.property(fc.array(row), fc.array(fc.nat(5_000)), fc.boolean(), (rows, places, spread) => {
      const text = listing(rows, { totalRecords: String(rows.length) })
      const found = cut(spread ? JSON.stringify(JSON.parse(text), null, 1) : text, places)
      expect(found.rows).toEqual(JSON.parse(JSON.stringify(rows)))
      const whole = JSON.parse(listing(rows.length === 0 ? [] : [0], { totalRecords: String(rows.length) }))
      expect(JSON.parse(found.frame)).toEqual(whole)
    }),
  )
})

test('cut between any two bytes it gives the same', () => {
  const text = listing([{ ID: 'E1', label: 'Ünïcode "q" \\ 日本' }, { ID: 'E2' }])
  const whole = cut(text)
  for (let place = 0; place < Buffer.byteLength(text); place += 1) expect(cut(text, [place])).toEqual(whole)
})

describe('what is no listing keeps its fault in the frame:', () => {
  test.each([
    ['a row that never ends', '{"ResultSet":{"Result":[{"ID":"1"},{"ID":"2'],
    ['no comma between rows', '{"ResultSet":{"Result":[{}{}]}}'],
    ['two commas between rows', '{"ResultSet":{"Result":[{},,{}]}}'],
    ['a comma after the last row', '{"ResultSet":{"Result":[{},]}}'],
    ['no end', '{"ResultSet":{"Result":[{}'],
  ])('%s', (_what, text) => {
    expect(() => JSON.parse(cut(text).frame) as unknown).toThrow(SyntaxError)
  })

  test('something else between the rows', () => {
    expect(cut('{"ResultSet":{"Result":[{"a":1},5,{"a":2}]}}').frame).toBe('{"ResultSet":{"Result":[0,5,0]}}')
  })
})

test('what never becomes a row is given up', () => {
  const cutter = new RowCutter(() => undefined)
  const pour = () => {
    for (let mb = 0; mb < 20; mb += 1) cutter.push(Buffer.alloc(1024 * 1024, 'x'))
  }
  expect(pour).toThrow(expect.objectContaining({ kind: 'unexpected' }))
})
