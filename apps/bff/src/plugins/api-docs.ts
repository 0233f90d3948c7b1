import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { ErrorBody } from '@ohif-admin/contracts'
import type { FastifyInstance, RouteHandlerMethod } from 'fastify'
import fp from 'fastify-plugin'
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { z } from 'zod'

/** Described once and referred to: every route has several refusals, which were five sixths of the document. */
const schemaRegistry = z.registry<{ id: string }>().add(ErrorBody, { id: 'ErrorBody' })

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
      transform: createJsonSchemaTransform({ schemaRegistry }),
      transformObject: createJsonSchemaTransformObject({ schemaRegistry }),
    })
    await app.register(async (docs) => {
      docs.addHook('onRoute', (route) => {
        // A reference is opened from links; it holds no data.
        route.config = { ...route.config, navigable: true }
        if (route.url === '/api/docs/json') route.handler = writtenOnce(app)
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

/** Half a megabyte that never changes. (The YAML is kept by its library.) */
function writtenOnce(app: FastifyInstance): RouteHandlerMethod {
  let text: string | undefined
  return (_request, reply) => {
    text ??= JSON.stringify(app.swagger())
    reply.type('application/json; charset=utf-8').send(text)
  }
}
