import { expect, it } from 'vitest'
import { foldText } from './fold-text.ts'

it.each([
  ['ÄUSSERE', 'Äußere'],
  ['STRAẞE', 'strasse'],
  ['Muller', 'MÜLLER'],
  ['ΟΔΟΣ', 'οδός'],
  ['İzmir', 'IZMIR'],
])('takes %s and %s for the same', (one, other) => {
  expect(foldText(one)).toBe(foldText(other))
})
