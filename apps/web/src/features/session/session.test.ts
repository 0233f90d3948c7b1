import { describe, expect, it } from 'vitest'
import { createTranslate } from '../../i18n/translate.ts'
import { ApiError, type ApiErrorCode } from '../../lib/api-error.ts'
import { messagesOf } from '../../testing/messages.ts'
import { expiryOf } from './expiry.ts'
import { signInProblem } from './sign-in-problem.ts'

describe('why nobody was signed in', () => {
  const t = createTranslate(messagesOf('en'), 'en')
  const said = (code: ApiErrorCode, status = 401) => signInProblem(new ApiError(code, status), t)

  it('is one sentence for a wrong name and for a wrong password', () => {
    expect(said('sign-in-refused')).toMatchObject({
      title: 'XNAT did not accept this user name and password.',
      next: null,
    })
  })

  it('is not the person’s fault when XNAT is away', () => {
    expect(said('upstream-unreachable', 502).title).toMatch(/^XNAT cannot be reached/)
    expect(said('upstream-timeout', 504).title).toMatch(/^XNAT cannot be reached/)
  })

  it('says how long to wait after too many attempts', () => {
    const error = new ApiError('sign-in-throttled', 429, { retryAfterS: 30 })
    expect(signInProblem(error, t).next).toBe('There were too many failed attempts. Try again in 30 seconds.')
  })

  it('has words for a fault of the page itself', () => {
    expect(signInProblem(new TypeError('x'), t).title).toBe('You could not be signed in.')
  })
})

describe('the end of a sign-in', () => {
  const now = Date.parse('2024-03-12T12:00:00.000Z')
  const inMinutes = (minutes: number) => new Date(now + minutes * 60_000).toISOString()

  it('is near three minutes before the first of its two limits', () => {
    expect(expiryOf({ idleExpiresAt: inMinutes(4), expiresAt: inMinutes(60) }, now)).toMatchObject({
      near: false,
    })
    expect(expiryOf({ idleExpiresAt: inMinutes(2), expiresAt: inMinutes(60) }, now)).toMatchObject({
      kind: 'idle',
      near: true,
    })
    expect(expiryOf({ idleExpiresAt: inMinutes(30), expiresAt: inMinutes(2) }, now)).toMatchObject({
      kind: 'absolute',
      near: true,
    })
  })
})
