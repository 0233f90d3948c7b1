import { describe, expect, it } from 'vitest'
import { safeReturnTo } from './return-to.ts'
import { HOSTILE_RETURNS } from './testing/hostile-returns.ts'

describe('the way back after signing in', () => {
  it.each([
    '/',
    '/?x=1',
    '/regeneration',
    '/regeneration?project=LIVER',
    '/regeneration?project=LIVER&q=a%2Fb&sort=-started',
    '/runs/6f2c1d3e-0a4b-4c5d-8e6f-7a8b9c0d1e2f',
    '/runs/6f2c1d3e-0a4b-4c5d-8e6f-7a8b9c0d1e2f?tab=log&q=XNAT_E00012',
    '/regeneration?q=user%40example.org+%22x%22',
  ])('keeps %s', (path) => {
    expect(safeReturnTo(path)).toBe(path)
  })

  it('has at least 200 hostile forms to try', () => {
    expect(new Set(HOSTILE_RETURNS).size).toBeGreaterThanOrEqual(200)
  })

  it.each(HOSTILE_RETURNS.map((value) => [JSON.stringify(value.slice(0, 60)), value]))(
    'goes home for %s',
    (_, value) => {
      expect(safeReturnTo(value)).toBe('/')
    },
  )

  it.each([undefined, null, 7, {}, ['/runs'], true])('goes home for %o, which is no text', (value) => {
    expect(safeReturnTo(value)).toBe('/')
  })
})
