import fastifyRateLimit from '@fastify/rate-limit'
import fp from 'fastify-plugin'
import type { Config } from '../config.ts'
import { AppError } from '../lib/app-error.ts'

const MINUTE_MS = 60_000

/**
 * Bounds how much one sign-in can ask for, on every route of the API; public routes by address. A page in use stays far
 * below. Counted in this process: with more consoles behind a balancer, each counts its own.
 */
export const rateLimit = fp<{ config: Config }>(
  async (app, { config }) => {
    await app.register(fastifyRateLimit, {
      max: config.REQUESTS_PER_MINUTE,
      timeWindow: MINUTE_MS,
      keyGenerator: ({ actor, ip }) => (actor ? `sign-in ${actor.signInId}` : `address ${ip}`),
      allowList: ({ routeOptions }) => !routeOptions.url?.startsWith('/api/'),
      // How much is left is nobody's business before it is used up.
      addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
      addHeadersOnExceeding: {
        'x-ratelimit-limit': false,
        'x-ratelimit-remaining': false,
        'x-ratelimit-reset': false,
      },
      onExceeded: (request) =>
        request.log.warn(
          {
            event: 'excess_rate_limit_exceeded',
            actor: request.actor?.username,
            route: request.routeOptions.url,
          },
          'too many requests',
        ),
      errorResponseBuilder: (_request, { ttl }) =>
        new AppError('too-many-requests', 'Too many requests.', { retryAfterSeconds: Math.ceil(ttl / 1000) }),
    })
  },
  { name: 'rate-limit', dependencies: ['authentication'] },
)
