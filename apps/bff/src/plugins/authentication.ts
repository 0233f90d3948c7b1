import { UpstreamError } from '@ohif-admin/xnat-client'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Config } from '../config.ts'
import type { Actor } from '../lib/actor.ts'
import { AppError } from '../lib/app-error.ts'
import { readTicket, type Ticket } from '../lib/ticket.ts'
import { fromUpstream } from '../lib/upstream-error.ts'

/** Sent by the page with requests nobody asked for (refreshes): they do not keep a sign-in alive. */
export const BACKGROUND_HEADER = 'x-ohif-admin-background'

export interface SignInReader {
  /** Who this is. Throws `AppError` when the sign-in is over. `touch` counts as a person doing something. */
  authenticate(ticket: Ticket, options: { touch: boolean }): Promise<Actor>
  /** Ends a sign-in because XNAT said that its session is over. */
  xnatSessionEnded(signInId: string): Promise<void>
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on every route that is not public. */
    actor: Actor
    ticket: Ticket | undefined
  }
  interface FastifyContextConfig {
    /** Who may call; signed-in people when absent. */
    access?: 'public' | 'signed-in' | 'admin'
    /** A GET that does not count as activity whatever its headers say. */
    background?: boolean
    /** A POST that changes nothing: what it asks for is too large for an address. */
    reads?: boolean
    /** A GET that may be opened as a page from a link elsewhere. */
    navigable?: boolean
  }
}

/** Signed-in is the default for every route; a public route says so itself. Nothing is opened by its URL. */
export const authentication = fp<{ config: Config; signIns: SignInReader }>(
  async (app, { config, signIns }) => {
    app.decorateRequest('actor')
    app.decorateRequest('ticket')
    app.addHook('onRequest', async (request) => {
      if (request.is404) return
      const { access = 'signed-in', background = false } = request.routeOptions.config
      request.ticket = readTicket(request.cookies[cookieName(config)])
      if (access === 'public') return
      if (!request.ticket) throw new AppError('unauthenticated', 'Nobody is signed in.')
      const touch = !background && request.headers[BACKGROUND_HEADER] === undefined
      request.actor = await signIns.authenticate(request.ticket, { touch })
      if (access === 'admin' && request.actor.role !== 'admin') {
        request.log.warn(
          { event: 'authz_fail', actor: request.actor.username, route: request.routeOptions.url },
          'not allowed',
        )
        throw new AppError('forbidden', 'Only site admins may do this.')
      }
    })
    app.addHook('onError', async ({ actor }, _reply, error) => {
      if (actor && isSessionEnd(error)) await signIns.xnatSessionEnded(actor.signInId)
    })
  },
  { name: 'authentication', dependencies: ['@fastify/cookie', 'same-origin'] },
)

function isSessionEnd(error: Error): boolean {
  const failure = error instanceof UpstreamError ? fromUpstream(error) : error
  return failure instanceof AppError && failure.code === 'xnat-session-expired'
}

/** `__Host-` binds the cookie to this host, to https and to the root path; browsers refuse it otherwise. */
export function cookieName(config: Config): string {
  return config.secureCookie ? '__Host-ohif-admin' : 'ohif-admin'
}

const attributes = (config: Config) =>
  ({ path: '/', httpOnly: true, secure: config.secureCookie, sameSite: 'strict' }) as const

export function setTicketCookie(reply: FastifyReply, config: Config, value: string) {
  reply.setCookie(cookieName(config), value, attributes(config))
}

export function clearTicketCookie(reply: FastifyReply, config: Config) {
  reply.clearCookie(cookieName(config), attributes(config))
}

/** Where a request came from, for the audit. */
export function originOf(request: FastifyRequest) {
  return { address: request.ip, requestId: request.id }
}
