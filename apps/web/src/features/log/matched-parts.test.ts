import { expect, test } from 'vitest'
import { matchedParts } from './matched-parts.ts'

const marked = (text: string, wanted: string, matchCase = false) =>
  matchedParts(text, wanted, matchCase)
    .map(({ text: part, hit }) => (hit ? `[${part}]` : part))
    .join('')

test('every occurrence is marked, and nothing is lost', () => {
  expect(marked('Session a, session b', 'session')).toBe('[Session] a, [session] b')
  expect(marked('Session a, session b', 'session', true)).toBe('Session a, [session] b')
  expect(marked('aaaa', 'aa')).toBe('[aa][aa]')
  expect(marked('abc', '')).toBe('abc')
})

test('a text whose small letters have another length is left as it is', () => {
  expect(marked('İstanbul', 'istanbul')).toBe('İstanbul')
})

test('a long line of one letter does not become a thousand marks', () => {
  const parts = matchedParts('a'.repeat(5000), 'a', false)
  expect(parts.length).toBeLessThan(110)
  expect(parts.map(({ text }) => text).join('')).toHaveLength(5000)
})
