import { expect, it } from 'vitest'
import { isMissingPart } from './chunk-error.ts'

it.each([
  'Failed to fetch dynamically imported module: https://x/assets/run-1.js',
  'error loading dynamically imported module: https://x/assets/run-1.js',
  'Importing a module script failed.',
  'Unable to preload CSS for /assets/run-1.css',
])('knows a part that is gone by: %s', (message) => {
  expect(isMissingPart(new TypeError(message))).toBe(true)
})

it('takes no other fault for it', () => {
  expect(isMissingPart(new TypeError('x is not a function'))).toBe(false)
  expect(isMissingPart('dynamically imported module')).toBe(false)
})
