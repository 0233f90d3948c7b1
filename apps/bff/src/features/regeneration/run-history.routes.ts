import { Readable } from 'node:stream'
import { ErrorBody, RunComparison, RunExportQuery, RunId, RunListExportQuery } from '@ohif-admin/contracts'
import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { attachment } from '../../lib/attachment.ts'
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
    '/export',
    {
      config: { navigable: true },
      schema: {
        summary: 'The list of runs, or what a filter leaves of it, as a CSV or JSON file',
        querystring: RunListExportQuery,
        response: { 200: z.unknown(), ...refusals },
      },
    },
    async (request, reply) => sendFile(reply, await history.exportList(request.actor, request.query)),
  )

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
    async (request, reply) =>
      sendFile(reply, await history.export(request.actor, request.params.runId, request.query.format)),
  )
}

interface ExportFile {
  fileName: string
  type: string
  text: AsyncIterable<string>
}

function sendFile(reply: FastifyReply, { fileName, type, text }: ExportFile) {
  cutWhenStalled(reply, STALLED_MS)
  reply.headers({
    'content-type': type,
    'content-disposition': attachment(fileName),
    'cache-control': 'no-store',
  })
  return reply.send(Readable.from(text))
}
