import { expect, it } from 'vitest'
import { ApiError } from './api-error.ts'
import { paceOfFailed } from './pace-of-failed.ts'

it('asks again for what may heal, and for nothing else', () => {
  const pace = (error: Error | null) =>
    paceOfFailed({ state: { status: error ? 'error' : 'success', error } })
  expect(pace(new ApiError('upstream-unreachable', 502))).toBe(15_000)
  expect(pace(new ApiError('unreachable', 0))).toBe(15_000)
  expect(pace(new ApiError('forbidden', 403))).toBe(false)
  expect(pace(null)).toBe(false)
})
