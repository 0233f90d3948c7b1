import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { AppError } from '../lib/app-error.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborts when the server begins to stop: whatever has no end of its own must end then. */
    closing: AbortSignal
  }
}

/** A request that takes longer than this is cut off when the server stops; none should. */
const DRAIN_MS = 5_000

/**
 * Ends the streams, refuses new requests and lets running ones finish before the server stops. Every connection is
 * closed after that, also those a browser opened ahead and never used: they count as neither idle nor busy and would
 * hold up the stop for half a minute.
 */
export const drain = fp(
  async (app: FastifyInstance) => {
    const closing = new AbortController()
    app.decorate('closing', closing.signal)
    let running = 0
    app.addHook('onRequest', async (_request, reply) => {
      if (closing.signal.aborted) throw new AppError('stopping', 'The console is stopping.')
      running += 1
      // Not the onResponse hook: it is not called when a client leaves a stream.
      reply.raw.once('close', () => {
        running -= 1
      })
    })
    app.addHook('preClose', async () => {
      closing.abort()
      const deadline = performance.now() + DRAIN_MS
      while (running > 0 && performance.now() < deadline) await sleep(20)
    })
  },
  { name: 'drain', dependencies: ['security-headers'] },
)
