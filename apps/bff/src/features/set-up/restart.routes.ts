import { ErrorBody, RestartState } from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { originOf } from '../../plugins/authentication.ts'
import type { RestartWait } from './restart.ts'

const refusals = { 401: ErrorBody, 403: ErrorBody, 502: ErrorBody, 503: ErrorBody, 504: ErrorBody }

/** Waiting for somebody to restart XNAT. */
export const restartRoutes: FastifyPluginAsyncZod<{ restart: RestartWait }> = async (app, { restart }) => {
  app.get(
    '/restart',
    {
      config: { access: 'admin', background: true },
      schema: { summary: 'Whether XNAT has been restarted', response: { 200: RestartState, ...refusals } },
    },
    (request) => restart.state(request.actor),
  )

  app.post(
    '/restart',
    {
      schema: {
        summary: 'Wait for a restart of XNAT from now on',
        response: { 200: RestartState, ...refusals },
      },
    },
    (request) => restart.begin(request.actor, originOf(request)),
  )

  app.delete(
    '/restart',
    { schema: { summary: 'Wait no longer', response: { 200: RestartState, ...refusals } } },
    (request) => restart.end(request.actor, originOf(request)),
  )
}
