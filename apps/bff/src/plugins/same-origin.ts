import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Config } from '../config.ts'
import { AppError } from '../lib/app-error.ts'

/** Cannot be sent across origins without a preflight, and no preflight is ever answered. */
export const REQUEST_HEADER = 'x-ohif-admin'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what another site made the browser send. Unsafe methods need our header and a proof of origin; safe ones
 * (the event stream cannot carry a header) must not say that they come from elsewhere.
 */
export const sameOrigin = fp<{ config: Config }>(
  async (app, { config }) => {
    app.addHook('onRequest', async (request) => {
      if (request.is404) return
      const unsafe = !SAFE_METHODS.has(request.method)
      // The page itself is opened from links elsewhere, and health is asked by whatever runs the server.
      if (!unsafe && !request.routeOptions.url?.startsWith('/api/')) return
      const proven = isSameOrigin(request, config.publicOrigin)
      if (unsafe ? proven === true && request.headers[REQUEST_HEADER] === '1' : proven !== false) return
      if (!unsafe && request.routeOptions.config.navigable && isNavigation(request)) return
      request.log.warn(
        { event: 'malicious_csrf', route: request.routeOptions.url },
        'cross-site request refused',
      )
      throw new AppError('cross-site', 'This request does not come from the console itself.')
    })
  },
  { name: 'same-origin' },
)

/** True or false where the browser says it, undefined where nothing says it (a script without these headers). */
function isSameOrigin({ headers }: FastifyRequest, publicOrigin: string): boolean | undefined {
  const site = headers['sec-fetch-site']
  // `none`: the person typed the address or opened a bookmark. No proof, but no other site is involved either.
  if (site === 'none') return undefined
  if (site !== undefined) return site === 'same-origin'
  return headers.origin === undefined ? undefined : headers.origin === publicOrigin
}

const isNavigation = ({ headers }: FastifyRequest) => headers['sec-fetch-mode'] === 'navigate'
