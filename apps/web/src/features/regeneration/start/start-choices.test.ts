import { type IdempotencyKey, type Impact, StartRun } from '@ohif-admin/contracts'
import { describe, expect, it } from 'vitest'
import { fieldOf, instantOf, NO_CHOICES, problemOf, startOf } from './start-choices.ts'

const now = Date.parse('2024-03-12T10:00:00.000Z')
const impact = (confirm: string | null = null) => ({ confirm }) as Impact
const idempotencyKey = '6f2c1d3e-0a4b-4c5d-8e6f-7a8b9c0d1e2f' as IdempotencyKey
const utc = { idempotencyKey, zone: 'utc' } as const

describe('a time to start at', () => {
  it('is read and written in the zone of the console', () => {
    const at = instantOf('2024-03-12T22:00', 'utc')
    expect(at?.toISOString()).toBe('2024-03-12T22:00:00.000Z')
    expect(fieldOf(new Date(now), 'utc')).toBe('2024-03-12T10:00')
    const local = instantOf('2024-03-12T22:00', 'browser')
    expect(local && fieldOf(local, 'browser')).toBe('2024-03-12T22:00')
    expect(instantOf('soon', 'utc')).toBeNull()
  })

  it('lies ahead', () => {
    const problem = (at: string) => problemOf({ ...NO_CHOICES, at }, impact(), 'utc', now)
    expect(problem('2024-03-12T09:59')).toBe('past')
    expect(problem('2024-03-12T10:01')).toBeNull()
    expect(problem('x')).toBe('at')
    expect(problem('')).toBeNull()
  })
})

it('what must be typed must be typed as it is', () => {
  const problem = (confirm: string) => problemOf({ ...NO_CHOICES, confirm }, impact('XNAT'), 'utc', now)
  expect(problem('')).toBe('confirm')
  expect(problem('xnat')).toBe('confirm')
  expect(problem(' XNAT ')).toBeNull()
})

describe('what is sent', () => {
  const target = { scope: 'site' } as const

  it('is what the contract takes, with the confirmation where one is asked for', () => {
    const request = { kind: 'bulk', target, data: 'viewer' } as const
    const sent = startOf(request, impact('XNAT'), { ...NO_CHOICES, confirm: ' XNAT ' }, utc)
    expect(StartRun.parse(sent)).toMatchObject({ kind: 'bulk', target, confirm: 'XNAT', overwrite: false })
    expect(startOf(request, impact(), { ...NO_CHOICES, confirm: 'x' }, utc)).not.toHaveProperty('confirm')
  })

  it('has the settings of a guided run, and a repetition only with a time', () => {
    const request = { kind: 'guided', select: { of: 'target', target }, data: 'viewer' } as const
    const choices = { ...NO_CHOICES, nightly: true, afterSignOut: true }
    expect(startOf(request, impact(), choices, utc)).not.toHaveProperty('repeat')
    const later = StartRun.parse(startOf(request, impact(), { ...choices, at: '2024-03-12T22:00' }, utc))
    expect(later).toMatchObject({
      notBefore: '2024-03-12T22:00:00.000Z',
      repeat: 'nightly',
      afterSignOut: true,
      settings: { sessionsAtOnce: 1, pauseMs: 0, quietHours: null },
    })
  })
})
