import { describe, expect, it } from 'vitest'
import { messagesOf } from '../testing/messages.ts'
import { createTranslate, flatten } from './translate.ts'

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()

describe('the languages', () => {
  const english = new Map(messagesOf('en').flatMap((branch) => flatten(branch)))
  const german = new Map(messagesOf('de').flatMap((branch) => flatten(branch)))

  it('say nothing twice', () => {
    const keys = messagesOf('en').flatMap((branch) => flatten(branch).map(([key]) => key))
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
  })

  it('have the same texts', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it.each([...english])('fill in the same values: %s', (key, text) => {
    const filled = new Set(placeholders(german.get(key) ?? ''))
    expect([...filled].sort()).toEqual([...new Set(placeholders(text))])
  })

  it('write no placeholder that is not one', () => {
    for (const text of [...english.values(), ...german.values()]) {
      expect(text.replaceAll(/\{\{\w+\}\}/g, '')).not.toMatch(/[{}]/)
    }
  })

  it('do not shout', () => {
    for (const text of [...english.values(), ...german.values()]) expect(text).not.toMatch(/!|Oops/)
  })
})

describe('a text', () => {
  const t = createTranslate(messagesOf('en'), 'en')

  it('has the plural form of its count, with the number as the language writes it', () => {
    expect(t('sessions.count', { count: 1 })).toBe('1 session')
    expect(t('sessions.count', { count: 0 })).toBe('0 sessions')
    expect(t('sessions.count', { count: 1204 })).toBe('1,204 sessions')
    expect(createTranslate(messagesOf('de'), 'de')('sessions.count', { count: 1204 })).toBe('1.204 Sessions')
  })

  it('is found when a name in its key has a dot', () => {
    expect(t('evidence.no-line-before-3.7')).toMatch(/^the log has no line/)
  })

  it('takes values as they are, never as templates or patterns', () => {
    expect(t('run.startedBy', { name: '{{name}} $& $1' })).toBe('started by {{name}} $& $1')
  })

  it('shows a placeholder that nobody filled rather than nothing', () => {
    expect(t('run.startedBy')).toBe('started by {{name}}')
  })
})
