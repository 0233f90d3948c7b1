import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { AppError } from '../lib/app-error.ts'
import { isSuspiciousPath } from '../lib/suspicious-path.ts'

/** Refuses addresses that try to leave their place, whichever route would take them. */
export const addresses = fp(
  async (app: FastifyInstance) => {
    app.addHook('onRequest', async (request) => {
      if (isSuspiciousPath(request.raw.url ?? '')) {
        throw new AppError('bad-request', 'The address cannot be read.')
      }
    })
  },
  { name: 'addresses', dependencies: ['security-headers'] },
)
