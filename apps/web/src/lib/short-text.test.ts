import { expect, it } from 'vitest'
import { shortText } from './short-text.ts'

it('keeps a name that is short enough, also one whose characters take many code units', () => {
  expect(shortText('Liver', 5)).toBe('Liver')
  expect(shortText('👩‍⚕️👩‍⚕️👩‍⚕️', 3)).toBe('👩‍⚕️👩‍⚕️👩‍⚕️')
})

it('cuts a long name between characters', () => {
  expect(shortText('Liver study', 7)).toBe('Liver…')
  expect(shortText('👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️', 3)).toBe('👩‍⚕️👩‍⚕️…')
})
