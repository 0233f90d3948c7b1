import type { Readable } from 'node:stream'
import { classifyRedirect, UpstreamError } from '@ohif-admin/xnat-client'
import type {
  FastifyReply,
  FastifyRequest,
  RawServerBase,
  RequestGenericInterface,
  RouteGenericInterface,
} from 'fastify'
import type { AppError } from '../../lib/app-error.ts'
import { fromUpstream } from '../../lib/upstream-error.ts'

interface UpstreamReply {
  statusCode?: number
  headers?: Record<string, string | string[] | undefined>
  stream: Readable
}

/**
 * Lets a listing through only when it looks like one: XNAT answers 200 with nothing when a listing fails inside, and
 * a login page can come with 200 too. Only the first bytes are looked at; the rest streams.
 */
export function checkedListing(
  _request: FastifyRequest<RequestGenericInterface, RawServerBase>,
  reply: FastifyReply<RouteGenericInterface, RawServerBase>,
  response: unknown,
) {
  const { statusCode = 0, headers = {}, stream } = response as UpstreamReply
  if (statusCode !== 200) {
    stream.on('error', () => undefined).resume()
    reply.send(refusal(statusCode, headers['location']))
    return
  }
  let decided = false
  const decide = (answer: Readable | AppError) => {
    decided = true
    stream.off('readable', look)
    reply.send(answer)
  }
  function look() {
    const first: Buffer | null = stream.read()
    if (first === null) return
    if (!startsWithBrace(first)) {
      decide(unexpected('a page'))
      stream.resume()
      return
    }
    stream.unshift(first)
    decide(stream)
  }
  stream.on('readable', look)
  stream.once('end', () => {
    if (!decided) decide(unexpected('nothing'))
  })
  stream.once('error', (cause) => {
    // Half a listing cannot become an error any more: the connection is cut, and the page sees that.
    if (!decided) decide(listingFailure(cause))
  })
}

const unexpected = (what: string) =>
  fromUpstream(new UpstreamError('unexpected', `XNAT answered 200 with ${what}.`, { status: 200 }))

function refusal(status: number, location: string | string[] | undefined): AppError {
  const redirected = status >= 300 && status < 400
  const redirect = redirected ? { redirect: classifyRedirect([location ?? ''].flat()[0]) } : {}
  return fromUpstream(
    new UpstreamError('refused', `The listing was answered with ${status}.`, { status, ...redirect }),
  )
}

/** A failure of the connection, as the library reports it. */
export function listingFailure(error: Error & { code?: string }): AppError {
  const timedOut = /TIMEOUT/.test(error.code ?? '')
  return fromUpstream(
    new UpstreamError(timedOut ? 'timeout' : 'unreachable', 'The listing failed.', { cause: error }),
  )
}

function startsWithBrace(bytes: Buffer): boolean {
  return /^\s*\{/.test(bytes.toString('latin1', 0, 64))
}
