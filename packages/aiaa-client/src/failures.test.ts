import { expect, test } from 'vitest'
import { networkFailure } from './failures.ts'

/** As fetch rejects: a general error whose cause carries the code. */
function rejection(code: string): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })
}

test.each([
  ['ENOTFOUND', 'unreachable', 'dns'],
  ['EAI_AGAIN', 'unreachable', 'dns'],
  ['ECONNREFUSED', 'unreachable', 'refused'],
  ['UND_ERR_CONNECT_TIMEOUT', 'unreachable', 'connect-timeout'],
  ['ETIMEDOUT', 'unreachable', 'connect-timeout'],
  ['EHOSTUNREACH', 'unreachable', 'no-route'],
  ['ENETUNREACH', 'unreachable', 'no-route'],
  ['ECONNRESET', 'unreachable', 'closed'],
  ['CERT_HAS_EXPIRED', 'tls-error', 'certificate-out-of-date'],
  ['CERT_NOT_YET_VALID', 'tls-error', 'certificate-out-of-date'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls-error', 'certificate-self-signed'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'tls-error', 'certificate-untrusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls-error', 'certificate-untrusted'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls-error', 'certificate-for-another-host'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls-error', 'handshake'],
  ['EPROTO', 'tls-error', 'handshake'],
  ['HPE_INVALID_CONSTANT', 'wrong-service', 'not-http'],
])('%s means %s, %s', (code, state, reason) => {
  expect(networkFailure(rejection(code), null)).toEqual({ state, reason, answered: null })
})

test('a failure of every address of a host is that of the first attempt', () => {
  const attempt = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
  const error = new TypeError('fetch failed', {
    cause: new AggregateError([attempt, rejection('ENETUNREACH')]),
  })
  expect(networkFailure(error, null)).toMatchObject({ state: 'unreachable', reason: 'refused' })
})

test('a timeout is busy, and stalled once an answer had begun', () => {
  const timeout = new DOMException('too late', 'TimeoutError')
  const answered = { status: 200, server: null, contentType: null, location: null }
  expect(networkFailure(timeout, null)).toEqual({ state: 'busy', reason: 'no-answer', answered: null })
  expect(networkFailure(timeout, answered)).toEqual({ state: 'busy', reason: 'stalled', answered })
})

test('what is no failure of the network is not taken for one', () => {
  expect(networkFailure(new TypeError('x is not a function'), null)).toBeUndefined()
  expect(networkFailure(rejection('OUR_OWN_REFUSAL'), null)).toBeUndefined()
  expect(networkFailure('thrown text', null)).toBeUndefined()
})
