import helmet from '@fastify/helmet'
import fp from 'fastify-plugin'
import type { Config } from '../config.ts'

/** One year, the least that browsers' preload lists accept. */
const HSTS_SECONDS = 31_536_000

/** Headers on every answer, whatever its status. Nothing inline, nothing from elsewhere, never in somebody's frame. */
export const securityHeaders = fp<{ config: Config }>(
  async (app, { config }) => {
    await app.register(helmet, {
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'", 'data:'],
          fontSrc: ["'self'"],
          connectSrc: ["'self'"],
          // The one frame there is looks at an AI server for the person, under a policy of its own.
          frameSrc: ["'self'"],
          manifestSrc: ["'self'"],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
        },
      },
      strictTransportSecurity: config.publicOrigin.startsWith('https:') ? { maxAge: HSTS_SECONDS } : false,
      crossOriginOpenerPolicy: { policy: 'same-origin' },
      crossOriginResourcePolicy: { policy: 'same-origin' },
      referrerPolicy: { policy: 'no-referrer' },
      xFrameOptions: { action: 'deny' },
    })
    app.addHook('onRequest', async (_request, reply) => {
      reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()')
      // The default for everything; only fingerprinted assets of the page may be kept.
      reply.header('cache-control', 'no-store')
    })
  },
  { name: 'security-headers' },
)
