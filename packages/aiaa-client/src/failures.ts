import type { Answered, Failure } from './outcome.ts'

type NetworkFailure = Extract<Failure, { state: 'busy' | 'unreachable' | 'tls-error' | 'wrong-service' }>

const unreachable = (reason: Extract<Failure, { state: 'unreachable' }>['reason']): NetworkFailure => ({
  state: 'unreachable',
  reason,
  answered: null,
})
const tlsError = (reason: Extract<Failure, { state: 'tls-error' }>['reason']): NetworkFailure => ({
  state: 'tls-error',
  reason,
  answered: null,
})

const BY_CODE: Readonly<Record<string, NetworkFailure>> = {
  ENOTFOUND: unreachable('dns'),
  EAI_AGAIN: unreachable('dns'),
  ECONNREFUSED: unreachable('refused'),
  ETIMEDOUT: unreachable('connect-timeout'),
  UND_ERR_CONNECT_TIMEOUT: unreachable('connect-timeout'),
  EHOSTUNREACH: unreachable('no-route'),
  ENETUNREACH: unreachable('no-route'),
  ECONNRESET: unreachable('closed'),
  EPIPE: unreachable('closed'),
  UND_ERR_SOCKET: unreachable('closed'),
  CERT_HAS_EXPIRED: tlsError('certificate-out-of-date'),
  CERT_NOT_YET_VALID: tlsError('certificate-out-of-date'),
  DEPTH_ZERO_SELF_SIGNED_CERT: tlsError('certificate-self-signed'),
  SELF_SIGNED_CERT_IN_CHAIN: tlsError('certificate-untrusted'),
  UNABLE_TO_GET_ISSUER_CERT: tlsError('certificate-untrusted'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: tlsError('certificate-untrusted'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: tlsError('certificate-untrusted'),
  ERR_TLS_CERT_ALTNAME_INVALID: tlsError('certificate-for-another-host'),
  EPROTO: tlsError('handshake'),
}

/**
 * What a rejected fetch means; undefined when nothing in it is a failure of the network, so that a mistake of ours or a
 * refusal by the caller's own fetch is not mistaken for one. `answered` is what had arrived before it broke.
 */
export function networkFailure(error: unknown, answered: Answered | null): Failure | undefined {
  if (isTimeout(error)) return { state: 'busy', reason: answered ? 'stalled' : 'no-answer', answered }
  for (const code of codesOf(error)) {
    const known = BY_CODE[code] ?? byPrefix(code)
    if (known) return { ...known, answered }
  }
  return undefined
}

/** Why a certificate is not trusted, by the name that Node has for it. */
export function certificateReason(code: string): Extract<Failure, { state: 'tls-error' }>['reason'] {
  const known = BY_CODE[code]
  return known?.state === 'tls-error' ? known.reason : 'certificate-untrusted'
}

function byPrefix(code: string): NetworkFailure | undefined {
  if (code === 'HTTPParserError' || code.startsWith('HPE_'))
    return { state: 'wrong-service', reason: 'not-http', answered: null }
  return code.startsWith('ERR_SSL_') ? tlsError('handshake') : undefined
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError'
}

/** Codes (names, where there is none) of an error, of its causes and of each attempt where several addresses were tried. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const own = ['code' in error && typeof error.code === 'string' ? error.code : error.name]
  const attempts = error instanceof AggregateError ? error.errors.flatMap(codesOf) : []
  return [...own, ...attempts, ...codesOf(error.cause)]
}

/** What an answer means that is not the one a known kind of AI server would give. */
export function answerFailure(answered: Answered, hasBody: boolean, isJson: boolean): Failure {
  const { status } = answered
  if (status === 401) return { state: 'auth-required', reason: 'unauthenticated', answered }
  if (status === 403) {
    return hasBody
      ? { state: 'auth-required', reason: 'forbidden', answered }
      : { state: 'wrong-service', reason: 'empty-refusal', answered }
  }
  if (status === 502 || status === 504) return { state: 'error', reason: 'gateway', answered }
  if (status >= 500) return { state: 'error', reason: 'server-error', answered }
  if (status === 404) return { state: 'wrong-service', reason: 'not-found', answered }
  if (status >= 300 && status < 400) return { state: 'wrong-service', reason: 'redirects', answered }
  if (status !== 200) return { state: 'wrong-service', reason: 'other-status', answered }
  return { state: 'wrong-service', reason: isJson ? 'other-json' : 'not-json', answered }
}
