import { describe, expect, it } from 'vitest'
import { parseSearch, regenerationSearch, runSearch, signInSearch, stringifySearch } from './search-params.ts'

describe('the address', () => {
  it.each(['LIVER', '007', '1e5', '123', 'true', 'null', '"x"', 'a b&c=d'])(
    'keeps the project id %s as text',
    (project) => {
      expect(parseSearch(stringifySearch({ project }))).toEqual({ project })
    },
  )

  it('has no part for what is not set', () => {
    expect(stringifySearch({ q: undefined, sort: null })).toBe('')
  })

  it('that names nothing known shows the default view', () => {
    expect(runSearch({ tab: 'nonsense', show: '<script>', q: ['x'] })).toEqual({})
    expect(regenerationSearch({ project: '', q: 'x'.repeat(500) })).toEqual({})
    expect(signInSearch({ ended: 'otherwise' })).toEqual({})
  })

  it('keeps the view of a run', () => {
    const view = { tab: 'failures', show: 'silent-failure', q: 'LIV_012' }
    expect(runSearch(parseSearch(stringifySearch(view)))).toEqual(view)
  })
})
