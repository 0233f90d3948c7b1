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
  const look = () => {
    const first: Buffer | null = stream.read()
    if (first === null && !stream.readableEnded) return
    stream.off('readable', look)
    if (first && startsWithBrace(first)) {
      stream.unshift(first)
      reply.send(stream)
      return
    }
    stream.resume()
    const what = first ? 'a page' : 'nothing'
    reply.send(
      fromUpstream(new UpstreamError('unexpected', `XNAT answered 200 with ${what}.`, { status: 200 })),
    )
  }
  stream.on('readable', look)
  stream.once('error', (cause) => {
    if (!reply.sent) reply.send(listingFailure(cause))
  })
}

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
