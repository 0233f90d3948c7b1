import { DeliveriesQuery, Delivery, DeliveryPage, ErrorBody, RecentNotices } from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { originOf } from '../../plugins/authentication.ts'
import { languageOf } from './asked-by.ts'
import type { DeliveriesService } from './deliveries.service.ts'
import type { MyNoticesService } from './my-notices.service.ts'

const refusals = { 400: ErrorBody, 401: ErrorBody, 503: ErrorBody }
const deliveryParams = z.strictObject({ deliveryId: z.uuid() })

interface Options {
  log: DeliveriesService
  mine: MyNoticesService
}

export const deliveryRoutes: FastifyPluginAsyncZod<Options> = async (app, { log, mine }) => {
  app.get(
    '/recent',
    {
      config: { background: true },
      schema: {
        summary: 'What this person’s browser may still show',
        response: { 200: RecentNotices, ...refusals },
      },
    },
    async (request) => {
      // Every page asks this as it opens, and again when its language changes.
      const language = languageOf(request)
      if (language) await mine.speaks(request.actor, language)
      return log.recent(request.actor)
    },
  )

  app.get(
    '/deliveries',
    {
      schema: {
        summary: 'What was sent and what became of it, newest first',
        querystring: DeliveriesQuery,
        response: { 200: DeliveryPage, ...refusals },
      },
    },
    (request) => log.list(request.actor, request.query),
  )

  app.post(
    '/deliveries/:deliveryId/repeat',
    {
      schema: {
        summary: 'Send again what was given up',
        params: deliveryParams,
        response: { 200: Delivery, 404: ErrorBody, ...refusals },
      },
    },
    (request) => log.repeat(request.actor, request.params.deliveryId, originOf(request)),
  )
}
