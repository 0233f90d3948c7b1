import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'

/** OpenAPI from the route schemas, and a reference page at `/api/docs` for whoever is signed in. */
export const apiDocs = fp<{ basePath: string }>(
  async (app: FastifyInstance, { basePath }) => {
    await app.register(swagger, {
      openapi: {
        servers: [{ url: basePath === '/' ? '/' : basePath.slice(0, -1) }],
        info: {
          title: 'XNAT OHIF Admin',
          version: '0.1.0',
          description:
            'Sign in with POST /api/session. Unsafe requests need the header `x-ohif-admin: 1` and must come from the console itself (`Sec-Fetch-Site: same-origin`, or its `Origin`).',
        },
      },
      transform: jsonSchemaTransform,
    })
    await app.register(async (docs) => {
      docs.addHook('onRoute', (route) => {
        // A reference is opened from links; it holds no data.
        route.config = { ...route.config, navigable: true }
      })
      await docs.register(swaggerUi, {
        routePrefix: '/api/docs',
        indexPrefix: basePath,
        staticCSP: false, // the policy of every other page holds here, too
        theme: { title: 'XNAT OHIF Admin: the API' },
        uiConfig: {
          layout: 'BaseLayout', // the other layout's header brings an inline style and a field for foreign addresses
          supportedSubmitMethods: ['get'], // a page to read, not one to start rebuilds from
        },
      })
    })
  },
  { name: 'api-docs' },
)
