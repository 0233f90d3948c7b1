import {
  AiServerList,
  ErrorBody,
  ModelsQuery,
  ServerLog,
  ServerLogQuery,
  ServerModels,
  WatchServer,
} from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { originOf } from '../../plugins/authentication.ts'
import type { AiServersService } from './ai-servers.service.ts'
import type { ServerLogs } from './server-logs.ts'

const refusals = { 400: ErrorBody, 401: ErrorBody, 503: ErrorBody }
const ofXnat = { 502: ErrorBody, 504: ErrorBody }

export const aiServerRoutes: FastifyPluginAsyncZod<{
  aiServers: AiServersService
  logs: ServerLogs
}> = async (app, { aiServers, logs }) => {
  app.get(
    '/',
    {
      schema: {
        summary: 'AI servers named in any list the person can read, and those that are watched',
        response: { 200: AiServerList, ...refusals, ...ofXnat },
      },
    },
    (request) => aiServers.list(request.actor),
  )

  app.get(
    '/models',
    {
      schema: {
        summary: 'What one server offers, and what the viewer makes of it',
        querystring: ModelsQuery,
        response: { 200: ServerModels, 404: ErrorBody, ...refusals, ...ofXnat },
      },
    },
    ({ actor, query }) => aiServers.models(actor, query.origin, query.read === 'again'),
  )

  app.get(
    '/log',
    {
      schema: {
        summary: "The end of a server's own log, or what it says of its GPUs",
        querystring: ServerLogQuery,
        response: { 200: ServerLog, 403: ErrorBody, 404: ErrorBody, ...refusals, ...ofXnat },
      },
    },
    ({ actor, query }) => logs.read(actor, query),
  )

  for (const [path, on, summary] of [
    ['/watch', true, 'Look at a server that no list names'],
    ['/unwatch', false, 'No longer look at a server that no list names'],
  ] as const) {
    app.post(
      path,
      { schema: { summary, body: WatchServer, response: { 204: z.null(), 403: ErrorBody, ...refusals } } },
      async (request, reply) => {
        await aiServers.watch(request.actor, request.body.entry, on, originOf(request))
        return reply.code(204).send(null)
      },
    )
  }
}
