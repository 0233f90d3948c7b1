import { Readable } from 'node:stream'
import { ErrorBody, ModelLoad } from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { originOf } from '../../plugins/authentication.ts'
import type { AiModelsService } from './ai-models.service.ts'

const refusals = { 400: ErrorBody, 401: ErrorBody, 403: ErrorBody, 404: ErrorBody, 409: ErrorBody }

/** A file is no JSON: the only route that takes it as it is. */
export const modelFileRoutes: FastifyPluginAsyncZod<{ models: AiModelsService }> = async (
  app,
  { models },
) => {
  // A file takes minutes that a console about to stop does not have.
  app.closing.addEventListener('abort', () => void models.stop())
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload))
  app.put(
    '/loads/:loadId/file',
    {
      config: { slowBody: true },
      // Answered before the file was whole: the rest of it would only be read to be thrown away.
      onSend: async ({ raw }, reply) => {
        if (!raw.complete) reply.header('connection', 'close')
      },
      schema: {
        summary: 'The file of a load, as it is; answered when it was checked and goes on to the server',
        params: z.strictObject({ loadId: z.uuid() }),
        body: z.unknown().refine((body) => body instanceof Readable, 'must be the file itself'),
        response: { 202: ModelLoad, ...refusals, 502: ErrorBody, 503: ErrorBody },
      },
    },
    async (request, reply) => {
      const file = request.body as Readable
      return reply
        .code(202)
        .send(await models.begin(request.actor, request.params.loadId, file, originOf(request)))
    },
  )
}
