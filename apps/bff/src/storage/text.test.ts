import fc from 'fast-check'
import { expect, test } from 'vitest'
import { containing, oneLine, oneLineJson, storable } from './text.ts'

test.each([
  ['a\nb', 'a\\nb'],
  ['a\r\nb', 'a\\r\\nb'],
  ['\u001b[31mred', '\\u001b[31mred'],
  ['nul\0', 'nul\\u0000'],
  ['c1\u009b', 'c1\\u009b'],
  ['para\u2029', 'para\\u2029'],
  ['gnp.\u202eexe', 'gnp.\\u202eexe'],
  ['DOMAIN\\ada', 'DOMAIN\\ada'],
  ['Müller 李 🩻', 'Müller 李 🩻'],
])('%j is written as %j', (text, line) => {
  expect(oneLine(text)).toBe(line)
})

test('a line has no character that starts another, moves the cursor or fails to come back from UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const line = oneLine(text + String.fromCharCode(0xd800))
      expect(line).not.toMatch(/\p{Cc}|\u2028|\u2029/u)
      expect(Buffer.from(line).toString()).toBe(line)
    }),
  )
})

test('JSON on one line still says the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const json = oneLineJson({ text })
      expect(json).not.toMatch(/\p{Cc}|\u2028|\u2029/u)
      expect(JSON.parse(json)).toEqual({ text })
    }),
  )
})

test('NUL becomes the replacement character, null stays null', () => {
  expect(storable('a\0b')).toBe('a\uFFFDb')
  expect(storable(null)).toBeNull()
})

test('wildcards in a search are letters', () => {
  expect(containing('50%_!x')).toBe('%50!%!_!!x%')
})
