import {
  ChangeWebhook,
  DeliveryTry,
  ErrorBody,
  NewWebhook,
  Webhook,
  WebhookId,
  WebhookList,
  WebhookWithSecret,
} from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { originOf } from '../../plugins/authentication.ts'
import type { WebhooksService } from './webhooks.service.ts'

const params = z.strictObject({ webhookId: WebhookId })
const refusals = { 400: ErrorBody, 401: ErrorBody, 403: ErrorBody, 503: ErrorBody }
const ofOne = { 404: ErrorBody, ...refusals }

/** `access` stays open: the service refuses, so that the refusal is in the audit. */
export const webhookRoutes: FastifyPluginAsyncZod<{ webhooks: WebhooksService }> = async (
  app,
  { webhooks },
) => {
  app.get(
    '/',
    { schema: { summary: 'The site’s webhooks', response: { 200: WebhookList, ...refusals } } },
    (request) => webhooks.list(request.actor),
  )

  app.post(
    '/',
    {
      schema: {
        summary: 'Add a webhook; the answer tells its secret, once',
        body: NewWebhook,
        response: { 201: WebhookWithSecret, ...refusals },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await webhooks.create(request.actor, request.body, originOf(request))),
  )

  app.put(
    '/:webhookId',
    {
      schema: {
        summary: 'Change a webhook',
        params,
        body: ChangeWebhook,
        response: { 200: Webhook, ...ofOne },
      },
    },
    (request) => webhooks.change(request.actor, request.params.webhookId, request.body, originOf(request)),
  )

  app.delete(
    '/:webhookId',
    { schema: { summary: 'Delete a webhook', params, response: { 204: z.null(), ...ofOne } } },
    async (request, reply) =>
      reply.code(204).send(await webhooks.delete(request.actor, request.params.webhookId, originOf(request))),
  )

  app.post(
    '/:webhookId/secret',
    {
      schema: {
        summary: 'Give a webhook a new secret; the answer tells it, once',
        params,
        response: { 200: WebhookWithSecret, ...ofOne },
      },
    },
    (request) => webhooks.newSecret(request.actor, request.params.webhookId, originOf(request)),
  )

  app.post(
    '/:webhookId/test',
    {
      schema: {
        summary: 'Send a test; the answer says what became of it',
        params,
        response: { 200: DeliveryTry, 429: ErrorBody, ...ofOne },
      },
    },
    (request) => webhooks.test(request.actor, request.params.webhookId, originOf(request)),
  )
}
