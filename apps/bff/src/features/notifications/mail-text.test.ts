import { describe, expect, it } from 'vitest'
import { wordsIn } from './mail-words.ts'
import de from './texts/de.json' with { type: 'json' }
import en from './texts/en.json' with { type: 'json' }

const placesIn = (text: string | undefined) =>
  [...(text ?? '').matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()

describe('the languages of mails', () => {
  it('have the same texts', () => {
    expect(Object.keys(de)).toEqual(Object.keys(en))
  })

  it.each(Object.entries(en))('fill in the same values: %s', (name, text) => {
    expect(placesIn((de as Record<string, string>)[name])).toEqual(placesIn(text))
  })

  it('write numbers as each of them does', () => {
    expect(wordsIn('en')('count.valid', { count: 1204 })).toBe('1,204 valid')
    expect(wordsIn('de')('count.valid', { count: 1204 })).toBe('1.204 gültig')
  })

  it('take values as they are, never as templates or patterns', () => {
    expect(wordsIn('en')('fact.project', { id: '{{id}} $& $1' })).toBe('Project: {{id}} $& $1')
  })
})
