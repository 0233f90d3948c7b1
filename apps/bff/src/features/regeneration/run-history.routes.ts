import { Readable } from 'node:stream'
import { ErrorBody, RunComparison, RunExportQuery, RunId } from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { cutWhenStalled } from '../../lib/client-gone.ts'
import type { RunHistoryService } from './run-history.service.ts'

const STALLED_MS = 60_000
const OneRun = z.strictObject({ runId: RunId })
const refusals = { 400: ErrorBody, 401: ErrorBody, 404: ErrorBody, 503: ErrorBody }

export const runHistoryRoutes: FastifyPluginAsyncZod<{ history: RunHistoryService }> = async (
  app,
  { history },
) => {
  app.get(
    '/:runId/comparison',
    {
      schema: {
        summary: 'What changed since the run before over the same target',
        params: OneRun,
        response: { 200: RunComparison, ...refusals },
      },
    },
    (request) => history.compare(request.actor, request.params.runId),
  )

  app.get(
    '/:runId/export',
    {
      config: { navigable: true },
      schema: {
        summary: 'The verdict of every session of a run as a file',
        params: OneRun,
        querystring: RunExportQuery,
        response: { 200: z.unknown(), ...refusals },
      },
    },
    async (request, reply) => {
      const { runId } = request.params
      const { fileName, type, text } = await history.export(request.actor, runId, request.query.format)
      cutWhenStalled(reply, STALLED_MS)
      reply.headers({
        'content-type': type,
        'content-disposition': `attachment; filename="${fileName}"`,
        'cache-control': 'no-store',
      })
      return reply.send(Readable.from(text))
    },
  )
}
