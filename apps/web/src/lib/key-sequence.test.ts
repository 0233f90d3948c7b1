import { describe, expect, it } from 'vitest'
import { createKeySequence, keyName } from './key-sequence.ts'

const press = (key: string, modifiers: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey', boolean>> = {}) =>
  keyName({ key, ctrlKey: false, metaKey: false, altKey: false, ...modifiers })

describe('the name of a key', () => {
  it('is its letter, with one name for Ctrl and ⌘', () => {
    expect(press('/')).toBe('/')
    expect(press('K', { ctrlKey: true })).toBe('mod+k')
    expect(press('k', { metaKey: true })).toBe('mod+k')
  })

  it('does not exist for keys that nobody binds', () => {
    expect(press('Enter')).toBeNull()
    expect(press('k', { altKey: true })).toBeNull()
  })
})

describe('a sequence of keys', () => {
  const bindings = new Set(['/', 'g o', 'g r', 'o', 'mod+k'])
  const setUp = () => {
    let now = 0
    const sequence = createKeySequence(() => now)
    return {
      type: (...keys: string[]) => keys.map((key) => sequence.press(key, bindings)),
      wait: (ms: number) => {
        now += ms
      },
    }
  }

  it('completes a binding of one key at once and of two keys with the second', () => {
    expect(setUp().type('/', 'g', 'r', 'mod+k')).toEqual(['/', undefined, 'g r', 'mod+k'])
  })

  it('prefers the sequence to the single key that ends it', () => {
    expect(setUp().type('o', 'g', 'o', 'o')).toEqual(['o', undefined, 'g o', 'o'])
  })

  it('forgets the first key after a while, and when another key comes between', () => {
    const keys = setUp()
    keys.type('g')
    keys.wait(2000)
    expect(keys.type('r', 'g', 'x', 'r')).toEqual([undefined, undefined, undefined, undefined])
  })
})
