import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { z } from 'zod'

const Nothing = z.strictObject({})

/** A route of the API that names no query, or no body, refuses one: input is never silently dropped. */
export const strictInput = fp(
  async (app: FastifyInstance) => {
    app.addHook('onRoute', (route) => {
      if (!route.url.startsWith('/api/') || route.schema?.hide) return
      const body = takesBody(route.method) ? { body: Nothing.nullish() } : {}
      route.schema = { querystring: Nothing, ...body, ...route.schema }
    })
  },
  { name: 'strict-input' },
)

const takesBody = (method: string | string[]) =>
  [method].flat().some((name) => name !== 'GET' && name !== 'HEAD')
