import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import underPressure from '@fastify/under-pressure'
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Config } from './config.ts'
import type { Deps } from './deps.ts'
import { eventRoutes } from './features/events/events.routes.ts'
import { healthRoutes } from './features/health/health.routes.ts'
import { listingRoutes } from './features/listings/listings.routes.ts'
import { logRoutes } from './features/log/log.routes.ts'
import { overviewRoutes } from './features/overview/overview.routes.ts'
import { runRoutes } from './features/regeneration/runs.routes.ts'
import { sessionRoutes } from './features/session/session.routes.ts'
import { apiDocs } from './plugins/api-docs.ts'
import { authentication } from './plugins/authentication.ts'
import { drain } from './plugins/drain.ts'
import { errorHandler } from './plugins/error-handler.ts'
import { routeTable } from './plugins/route-table.ts'
import { sameOrigin } from './plugins/same-origin.ts'
import { securityHeaders } from './plugins/security-headers.ts'
import { webApp } from './plugins/web-app.ts'

export interface AppOptions {
  logger: FastifyBaseLogger
  /** Folder of the built page; absent serves the API alone. */
  webFolder?: string
  heartbeatMs?: number
}

/** The whole server, not listening yet. Tests start exactly this. */
export async function buildApp(config: Config, deps: Deps, options: AppOptions): Promise<FastifyInstance> {
  const app = createServer(config, options.logger)
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)

  await app.register(routeTable)
  await app.register(drain)
  await app.register(errorHandler)
  await app.register(securityHeaders, { config })
  // A second of delay means that answers would come too late anyway: refuse instead of piling up.
  await app.register(underPressure, { maxEventLoopDelay: 1_000 })
  await app.register(cookie)
  await app.register(sameOrigin, { config })
  await app.register(authentication, { config, signIns: deps.session })
  await app.register(apiDocs)

  await app.register(healthRoutes, { ping: () => deps.database.ping() })
  await app.register(sessionRoutes, { prefix: '/api', config, session: deps.session })
  await app.register(overviewRoutes, { prefix: '/api', overview: deps.overview })
  await app.register(runRoutes, { prefix: '/api/runs', runs: deps.runs, reader: deps.reader })
  await app.register(logRoutes, { prefix: '/api/log', log: deps.log, signIns: deps.session })
  await app.register(listingRoutes, { prefix: '/api/xnat', config })
  const heartbeat = options.heartbeatMs === undefined ? {} : { heartbeatMs: options.heartbeatMs }
  await app.register(eventRoutes, { prefix: '/api', events: deps.events, ...heartbeat })
  if (options.webFolder !== undefined) {
    await app.register(webApp, { folder: options.webFolder, basePath: config.basePath })
  }
  app.addHook('onClose', () => deps.close())
  return app
}

function createServer(config: Config, logger: FastifyBaseLogger) {
  const app = Fastify({
    loggerInstance: logger,
    genReqId: () => randomUUID(),
    // A proxy may or may not take the base path off: both arrive at the same routes.
    rewriteUrl: ({ url = '/' }) =>
      url.startsWith(config.basePath) ? `/${url.slice(config.basePath.length)}` : url,
    trustProxy: config.TRUSTED_PROXIES.length > 0 ? config.TRUSTED_PROXIES : false,
    bodyLimit: 64 * 1024, // the largest body is a sign-in or a run request, a few hundred bytes
    requestTimeout: 30_000, // a request that trickles in holds a socket: slowloris
    keepAliveTimeout: 75_000, // longer than nginx keeps its side, so that the proxy closes first and never hits a closing socket
    http: { headersTimeout: 15_000, maxHeaderSize: 16 * 1024 },
    routerOptions: { maxParamLength: 100 },
    forceCloseConnections: true, // after `drain` let the running requests finish
    return503OnClosing: true,
  }).withTypeProvider<ZodTypeProvider>()
  // JSON is the only body there is: a form or plain text can be sent across origins without a preflight.
  app.removeContentTypeParser('text/plain')
  return app
}
