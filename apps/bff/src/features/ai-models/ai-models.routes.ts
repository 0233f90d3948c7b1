import {
  ErrorBody,
  ManagedServer,
  ManagedServerQuery,
  ModelLoad,
  PrepareLoad,
  Removal,
  RemoveModel,
  type RemoveModel as RemoveModelRequest,
} from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Actor, Origin } from '../../lib/actor.ts'
import { originOf } from '../../plugins/authentication.ts'
import type { AiModelsService } from './ai-models.service.ts'

const refusals = { 400: ErrorBody, 401: ErrorBody, 403: ErrorBody, 404: ErrorBody, 503: ErrorBody }
const conflicts = { ...refusals, 409: ErrorBody, 502: ErrorBody, 504: ErrorBody }
const OneLoad = z.strictObject({ loadId: z.uuid() })
/** A configuration travels as text within JSON, and is larger there. */
const CONFIG_BODY_BYTES = 2 * 1024 * 1024

interface Options {
  models: AiModelsService
  remove(actor: Actor, request: RemoveModelRequest, from: Origin): Promise<Removal>
}

export const aiModelRoutes: FastifyPluginAsyncZod<Options> = async (app, { models, remove }) => {
  app.get(
    '/',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'What loading models into one server needs to know, with the last loads',
        querystring: ManagedServerQuery,
        response: { 200: ManagedServer, ...conflicts },
      },
    },
    ({ actor, query }) => models.view(actor, query.origin, query.read === 'again'),
  )

  app.get(
    '/loads/:loadId',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'One load: how far it is, or what was seen of it',
        params: OneLoad,
        response: { 200: ModelLoad, ...refusals },
      },
    },
    ({ params }) => models.load(params.loadId),
  )

  app.post(
    '/loads',
    {
      bodyLimit: CONFIG_BODY_BYTES,
      schema: {
        summary: 'Check what is to be loaded, and hold the server for it; nothing is sent yet',
        body: PrepareLoad,
        response: { 201: ModelLoad, ...conflicts },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await models.prepare(request.actor, request.body, originOf(request))),
  )

  app.post(
    '/loads/:loadId/start',
    {
      schema: {
        summary: 'Begin a load that has no file',
        params: OneLoad,
        response: { 202: ModelLoad, ...conflicts },
      },
    },
    async (request, reply) =>
      reply.code(202).send(await models.begin(request.actor, request.params.loadId, null, originOf(request))),
  )

  app.post(
    '/loads/:loadId/cancel',
    {
      schema: {
        summary: 'Give a load up; the answer says what is known of it then',
        params: OneLoad,
        response: { 200: ModelLoad, ...conflicts },
      },
    },
    (request) => models.cancel(request.actor, request.params.loadId, originOf(request)),
  )

  app.post(
    '/removals',
    {
      schema: {
        summary: 'Remove a model (of MONAI Label: its weights), and look whether it is gone',
        body: RemoveModel,
        response: { 200: Removal, ...conflicts },
      },
    },
    (request) => remove(request.actor, request.body, originOf(request)),
  )
}
