import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Config } from './config.ts'
import type { Deps } from './deps.ts'
import { aiModelRoutes } from './features/ai-models/ai-models.routes.ts'
import { modelFileRoutes } from './features/ai-models/model-file.routes.ts'
import { aiServerRoutes } from './features/ai-servers/ai-servers.routes.ts'
import { checkRoutes } from './features/ai-servers/checks.routes.ts'
import { assignmentRoutes } from './features/assignments/assignments.routes.ts'
import { assignmentJobRoutes } from './features/assignments/jobs.routes.ts'
import { auditRoutes } from './features/audit/audit.routes.ts'
import { coverageRoutes } from './features/coverage/coverage.routes.ts'
import { coverageScanRoutes } from './features/coverage/scan.routes.ts'
import { eventRoutes } from './features/events/events.routes.ts'
import { healthRoutes } from './features/health/health.routes.ts'
import { listingRoutes } from './features/listings/listings.routes.ts'
import { logRoutes } from './features/log/log.routes.ts'
import { deliveryRoutes } from './features/notifications/deliveries.routes.ts'
import { notificationRoutes } from './features/notifications/notifications.routes.ts'
import { webhookRoutes } from './features/notifications/webhooks.routes.ts'
import { overviewRoutes } from './features/overview/overview.routes.ts'
import { queueRoutes } from './features/regeneration/queue.routes.ts'
import { runHistoryRoutes } from './features/regeneration/run-history.routes.ts'
import { runRoutes } from './features/regeneration/runs.routes.ts'
import { requestRoutes } from './features/requests/requests.routes.ts'
import { sessionRoutes } from './features/session/session.routes.ts'
import { sessionPageRoutes } from './features/sessions/sessions.routes.ts'
import { setUpRoutes } from './features/set-up/set-up.routes.ts'
import { viewerSettingRoutes } from './features/viewer-settings/viewer-settings.routes.ts'
import { readableUrl } from './lib/suspicious-path.ts'
import { addresses } from './plugins/addresses.ts'
import { apiDocs } from './plugins/api-docs.ts'
import { authentication } from './plugins/authentication.ts'
import { answerClientError } from './plugins/client-error.ts'
import { drain } from './plugins/drain.ts'
import { errorHandler } from './plugins/error-handler.ts'
import { overload } from './plugins/overload.ts'
import { rateLimit } from './plugins/rate-limit.ts'
import { routeTable } from './plugins/route-table.ts'
import { sameOrigin } from './plugins/same-origin.ts'
import { securityHeaders } from './plugins/security-headers.ts'
import { slowBody } from './plugins/slow-body.ts'
import { strictInput } from './plugins/strict-input.ts'
import { webApp } from './plugins/web-app.ts'

const MAX_HEADER_BYTES = 16 * 1024

export interface AppOptions {
  logger: FastifyBaseLogger
  /** Folder of the built page; absent serves the API alone. */
  webFolder?: string
  heartbeatMs?: number
  stalledMs?: number
}

/** The whole server, not listening yet. Tests start exactly this. */
export async function buildApp(config: Config, deps: Deps, options: AppOptions): Promise<FastifyInstance> {
  const app = createServer(config, options.logger)
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)

  await app.register(routeTable)
  await app.register(strictInput)
  await app.register(errorHandler)
  // Before everything that may refuse: a refusal has the headers too.
  await app.register(securityHeaders, { config })
  await app.register(slowBody)
  await app.register(drain)
  await app.register(addresses)
  await app.register(overload, { config })
  await app.register(cookie)
  await app.register(sameOrigin, { config })
  await app.register(authentication, { config, signIns: deps.session })
  await app.register(rateLimit, { config })
  await app.register(apiDocs, { basePath: config.basePath })

  await app.register(healthRoutes, { ping: () => deps.database.ping() })
  const { logger: _logger, webFolder, ...timing } = options
  await registerApi(app, config, deps, timing)
  if (webFolder !== undefined) await app.register(webApp, { folder: webFolder, basePath: config.basePath })
  app.addHook('onClose', () => deps.close())
  return app
}

type Timing = Omit<AppOptions, 'logger' | 'webFolder'>

/** What pages ask for; each feature under its own path. */
async function registerApi(app: FastifyInstance, config: Config, deps: Deps, timing: Timing) {
  await app.register(sessionRoutes, { prefix: '/api', config, session: deps.session, proof: deps.proof })
  await app.register(overviewRoutes, { prefix: '/api', overview: deps.overview })
  await app.register(sessionPageRoutes, { prefix: '/api', sessions: deps.sessions })
  await app.register(queueRoutes, {
    prefix: '/api/runs',
    runs: deps.runs,
    controls: deps.controls,
    reader: deps.reader,
  })
  await app.register(runRoutes, { prefix: '/api/runs', runs: deps.runs, reader: deps.reader })
  await app.register(runHistoryRoutes, { prefix: '/api/runs', history: deps.runHistory })
  await app.register(logRoutes, { prefix: '/api/log', log: deps.log, signIns: deps.session, ...timing })
  await app.register(requestRoutes, { prefix: '/api/requests', ...deps.requests })
  await app.register(auditRoutes, { prefix: '/api/audit', audit: deps.auditTrail, signIns: deps.session })
  await app.register(setUpRoutes, { prefix: '/api/set-up', ...deps.setUp })
  await app.register(coverageRoutes, { prefix: '/api/coverage', ...deps.coverage })
  await app.register(coverageScanRoutes, { prefix: '/api/coverage/scans', ...deps.coverage })
  await app.register(notificationRoutes, { prefix: '/api/notifications', ...deps.notifications })
  await app.register(deliveryRoutes, { prefix: '/api/notifications', ...deps.notifications })
  await app.register(webhookRoutes, { prefix: '/api/webhooks', ...deps.notifications })
  await app.register(listingRoutes, { prefix: '/api/xnat', config })
  await app.register(eventRoutes, { prefix: '/api', events: deps.events, ...timing })
  await registerAi(app, deps)
}

async function registerAi(app: FastifyInstance, deps: Deps) {
  await app.register(assignmentRoutes, { prefix: '/api/assignments', assignments: deps.assignments })
  await app.register(assignmentJobRoutes, { prefix: '/api/assignments/jobs', jobs: deps.assignmentJobs })
  await app.register(aiServerRoutes, {
    prefix: '/api/ai-servers',
    aiServers: deps.aiServers,
    logs: deps.aiServerLogs,
  })
  await app.register(checkRoutes, {
    prefix: '/api/ai-servers/checks',
    checks: deps.aiServerChecks,
    looks: deps.aiServerLooks,
  })
  await app.register(aiModelRoutes, { prefix: '/api/ai-models', ...deps.aiModels })
  await app.register(modelFileRoutes, { prefix: '/api/ai-models', ...deps.aiModels })
  await app.register(viewerSettingRoutes, {
    prefix: '/api/viewer-settings',
    viewerSettings: deps.viewerSettings,
  })
}

function createServer(config: Config, logger: FastifyBaseLogger) {
  const app = Fastify({
    loggerInstance: logger,
    genReqId: () => randomUUID(),
    // A proxy may or may not take the base path off: both arrive at the same routes.
    rewriteUrl: ({ url = '/' }) =>
      readableUrl(url.startsWith(config.basePath) ? `/${url.slice(config.basePath.length)}` : url),
    trustProxy: config.TRUSTED_PROXIES.length > 0 ? config.TRUSTED_PROXIES : false,
    bodyLimit: 64 * 1024, // the largest body is a sign-in or a run request, a few hundred bytes
    requestTimeout: 0, // `slow-body` limits it, with an exception for files
    keepAliveTimeout: 75_000, // longer than nginx keeps its side, so that the proxy closes first and never hits a closing socket
    http: { headersTimeout: 15_000, maxHeaderSize: MAX_HEADER_BYTES },
    routerOptions: { maxParamLength: MAX_HEADER_BYTES }, // schemas say how long a parameter may be, in our own words
    exposeHeadRoutes: false, // a HEAD would do all the work of a GET, and for a stream or a listing make no sense
    clientErrorHandler: answerClientError,
    forceCloseConnections: true, // after `drain` let the running requests finish
    return503OnClosing: false, // `drain` refuses, in our own words
  }).withTypeProvider<ZodTypeProvider>()
  // JSON is the only body there is: a form or plain text can be sent across origins without a preflight.
  app.removeContentTypeParser('text/plain')
  return app
}
