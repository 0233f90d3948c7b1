import { ErrorBody, Overview } from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { OverviewService } from './overview.service.ts'

export const overviewRoutes: FastifyPluginAsyncZod<{ overview: OverviewService }> = async (
  app,
  { overview },
) => {
  app.get(
    '/overview',
    {
      schema: {
        summary: 'XNAT, plugin, log and runs at a glance',
        response: { 200: Overview, 401: ErrorBody, 503: ErrorBody },
      },
    },
    (request) => overview.read(request.actor),
  )
}
