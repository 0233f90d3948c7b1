import { Readable } from 'node:stream'
import {
  ErrorBody,
  LogCount,
  LogCountQuery,
  LogDensity,
  LogDensityQuery,
  LogFiles,
  LogFilter,
  LogPage,
  LogPageQuery,
} from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { clientGone, cutWhenStalled } from '../../lib/client-gone.ts'
import type { SignInReader } from '../../plugins/authentication.ts'
import type { LogService } from './log.service.ts'
import { logSearchRoute } from './log-search.routes.ts'

/** Longer than a filter that finds nothing may be silent. */
const STALLED_MS = 60_000
const refusals = { 400: ErrorBody, 401: ErrorBody, 403: ErrorBody, 503: ErrorBody }
const ofRun = { ...refusals, 404: ErrorBody }

interface Options {
  log: LogService
  signIns: SignInReader
  stalledMs?: number
}

export const logRoutes: FastifyPluginAsyncZod<Options> = async (app, options) => {
  const { log, signIns, stalledMs = STALLED_MS } = options
  app.get(
    '/lines',
    {
      schema: {
        summary: 'A page of the log',
        querystring: LogPageQuery,
        response: { 200: LogPage, ...ofRun },
      },
    },
    (request) => log.lines(request.actor, request.query),
  )

  app.get(
    '/files',
    { schema: { summary: 'The logs and their files', response: { 200: LogFiles, ...refusals } } },
    (request) => log.files(request.actor),
  )

  app.get(
    '/density',
    {
      schema: {
        summary: 'How many records, warnings and errors each part of the log has',
        querystring: LogDensityQuery,
        response: { 200: LogDensity, ...refusals },
      },
    },
    (request) => log.density(request.actor, request.query),
  )

  await app.register(logSearchRoute, { log, signIns })

  app.get(
    '/count',
    {
      schema: {
        summary: 'How many rows match before or after a place in the log',
        querystring: LogCountQuery,
        response: { 200: LogCount, ...ofRun, 429: ErrorBody },
      },
    },
    (request, reply) => log.count(request.actor, request.query, clientGone(reply)),
  )

  app.get(
    '/download',
    {
      config: { navigable: true },
      schema: {
        summary: 'The log, or what a filter leaves of it, as a text file',
        querystring: LogFilter,
        response: { 200: z.unknown(), ...ofRun, 429: ErrorBody },
      },
    },
    async (request, reply) => {
      const gone = clientGone(reply)
      const { fileName, open } = await log.download(request.actor, request.query, gone)
      cutWhenStalled(reply, stalledMs)
      reply.headers({
        'content-type': 'text/plain; charset=utf-8',
        'content-disposition': `attachment; filename="${fileName}"`,
        'cache-control': 'no-store',
      })
      return reply.send(Readable.from(open(AbortSignal.any([gone, app.closing]))))
    },
  )
}
