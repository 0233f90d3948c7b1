import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { answerClientError } from './client-error.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Takes a body of gigabytes, and sees to it itself that it keeps coming. */
    slowBody?: boolean
  }
}

const BODY_WITHIN_MS = 30_000

/**
 * A request that trickles in holds a socket: whatever has a body has it within half a minute, or is cut off. Node's own
 * limit knows no exception, and a model of gigabytes takes longer.
 */
export const slowBody = fp<{ withinMs?: number }>(
  async (app: FastifyInstance, { withinMs = BODY_WITHIN_MS }) => {
    app.addHook('onRequest', async ({ raw, routeOptions }) => {
      if (routeOptions.config.slowBody || !announcesBody(raw.headers)) return
      const timer = setTimeout(() => {
        if (raw.complete) return
        const late = Object.assign(new Error('too slow'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' })
        answerClientError(late, raw.socket)
      }, withinMs)
      raw.once('close', () => clearTimeout(timer))
    })
  },
  { name: 'slow-body' },
)

const announcesBody = (headers: Record<string, unknown>) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
