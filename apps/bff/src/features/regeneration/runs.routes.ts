import {
  ErrorBody,
  Impact,
  ImpactRequest,
  Run,
  RunId,
  RunListQuery,
  RunLog,
  RunPage,
  RunSessionPage,
  RunSessionsQuery,
  StartRun,
} from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { originOf } from '../../plugins/authentication.ts'
import type { RunReader } from './run-reader.ts'
import type { RunsService } from './runs.service.ts'

const OneRun = z.strictObject({ runId: RunId })
const notFound = { 401: ErrorBody, 404: ErrorBody, 503: ErrorBody }

export const runRoutes: FastifyPluginAsyncZod<{ runs: RunsService; reader: RunReader }> = async (
  app,
  { runs, reader },
) => {
  app.get(
    '/',
    {
      schema: {
        summary: 'Runs, a page at a time',
        querystring: RunListQuery,
        response: { 200: RunPage, 400: ErrorBody, 401: ErrorBody, 503: ErrorBody },
      },
    },
    (request) => reader.page(request.actor, request.query),
  )

  app.post(
    '/impact',
    {
      config: { reads: true },
      schema: {
        summary: 'What a run would do, said before it starts',
        body: ImpactRequest,
        response: {
          200: Impact,
          400: ErrorBody,
          409: ErrorBody,
          ...notFound,
          502: ErrorBody,
          504: ErrorBody,
        },
      },
    },
    (request) => runs.impact(request.actor, request.body),
  )

  app.post(
    '/',
    {
      schema: {
        summary: 'Start a run',
        body: StartRun,
        response: {
          202: Run,
          400: ErrorBody,
          403: ErrorBody,
          409: ErrorBody,
          ...notFound,
          502: ErrorBody,
          504: ErrorBody,
        },
      },
    },
    async (request, reply) => {
      const run = await runs.start(request.actor, request.body, originOf(request))
      return reply.code(202).send(await reader.find(request.actor, run.id))
    },
  )

  app.get(
    '/:runId',
    { schema: { summary: 'One run', params: OneRun, response: { 200: Run, 400: ErrorBody, ...notFound } } },
    (request) => reader.find(request.actor, request.params.runId),
  )

  app.get(
    '/:runId/sessions',
    {
      schema: {
        summary: 'The verdict of each session of a run',
        params: OneRun,
        querystring: RunSessionsQuery,
        response: { 200: RunSessionPage, 400: ErrorBody, ...notFound },
      },
    },
    (request) => reader.sessions(request.actor, request.params.runId, request.query),
  )

  app.get(
    '/:runId/log',
    {
      schema: {
        summary: 'The newest log lines of a run',
        params: OneRun,
        response: { 200: RunLog, 400: ErrorBody, ...notFound },
      },
    },
    (request) => reader.log(request.actor, request.params.runId),
  )
}
