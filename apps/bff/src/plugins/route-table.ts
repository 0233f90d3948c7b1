import type { FastifyInstance, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route, for the tests that hold each of them to the same rules. */
    routeTable: readonly RouteOptions[]
  }
}

/** Remembers every route as it is registered. */
export const routeTable = fp(
  async (app: FastifyInstance) => {
    const routes: RouteOptions[] = []
    app.decorate('routeTable', routes)
    app.addHook('onRoute', (route) => {
      routes.push(route)
    })
  },
  { name: 'route-table' },
)
