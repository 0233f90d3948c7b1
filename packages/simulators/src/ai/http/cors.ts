import { type Answer, text } from './answers.ts'
import type { AiServerCall } from './control.ts'

type Headers = Readonly<Record<string, string>>

/** Answers a preflight, or undefined when the call is none. */
type Preflight = (call: AiServerCall) => Answer | undefined

export interface Cors {
  readonly preflight: Preflight
  readonly headers: (call: AiServerCall) => Headers
}

const METHODS = 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT'

function isPreflight(call: AiServerCall): boolean {
  return (
    call.method === 'OPTIONS' && Boolean(call.headers.origin && call.headers['access-control-request-method'])
  )
}

/** The open policy browser clients of AIAA rely on; `none` is a server that was started without one. */
export function openCors(policy: 'all' | 'none'): Cors {
  if (policy === 'none') return { preflight: () => undefined, headers: () => ({}) }
  const headers = { 'access-control-allow-origin': '*' }
  return {
    headers: () => headers,
    preflight: (call) =>
      isPreflight(call)
        ? {
            ...text(200, ''),
            headers: { ...headers, 'access-control-allow-methods': METHODS, ...asked(call) },
          }
        : undefined,
  }
}

/**
 * The middleware MONAI Label is built with: nothing without an `Origin`, credentials allowed, a refused preflight is
 * 400. `allowed` is compared as it stands, so an origin that gained a trailing slash never matches (observed).
 */
export function starletteCors(allowed: readonly string[] | 'all'): Cors {
  const matches = (origin: string) => allowed === 'all' || allowed.includes(origin)
  return {
    headers: ({ headers: { origin, cookie } }) => {
      if (!origin) return {}
      const credentials = { 'access-control-allow-credentials': 'true' }
      if (allowed === 'all' && !cookie) return { 'access-control-allow-origin': '*', ...credentials }
      if (!matches(origin)) return credentials
      return { 'access-control-allow-origin': origin, ...credentials, vary: 'Origin' }
    },
    preflight: (call) => {
      if (!isPreflight(call)) return undefined
      const origin = call.headers.origin ?? ''
      const common = {
        vary: 'Origin',
        'access-control-allow-methods': METHODS,
        'access-control-max-age': '600',
        'access-control-allow-credentials': 'true',
        ...asked(call),
      }
      return matches(origin)
        ? answerWith(text(200, 'OK'), { ...common, 'access-control-allow-origin': origin })
        : answerWith(text(400, 'Disallowed CORS origin'), common)
    },
  }
}

export function answerWith(answer: Answer, headers: Headers): Answer {
  return { ...answer, headers: { ...answer.headers, ...headers } }
}

/** The policy's headers on every answer that does not bring its own, as a preflight does. */
export function withCors(answer: Answer, headers: Headers): Answer {
  return { ...answer, headers: { ...headers, ...answer.headers } }
}

function asked(call: AiServerCall): Headers {
  const names = call.headers['access-control-request-headers']
  return names ? { 'access-control-allow-headers': names } : {}
}
