import { Readable } from 'node:stream'
import {
  Assignment,
  AssignmentHistory,
  AssignmentImpactQuery,
  type AssignmentLine,
  AssignmentListQuery,
  AssignmentPlace,
  CheckedList,
  CheckListQuery,
  EffectSummary,
  ErrorBody,
  SaveAssignment,
  SavedAssignment,
} from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { attachment } from '../../lib/attachment.ts'
import { originOf } from '../../plugins/authentication.ts'
import type { AssignmentsService } from './assignments.service.ts'

const OnePlace = z.strictObject({ place: AssignmentPlace })
const failures = { 401: ErrorBody, 502: ErrorBody, 503: ErrorBody, 504: ErrorBody }
const ofPlace = { 400: ErrorBody, 404: ErrorBody, ...failures }

export const assignmentRoutes: FastifyPluginAsyncZod<{ assignments: AssignmentsService }> = async (
  app,
  { assignments },
) => {
  app.get(
    '/',
    {
      schema: {
        summary: 'All assignments, one JSON document a line, as XNAT answers',
        produces: ['application/x-ndjson'],
        querystring: AssignmentListQuery,
        response: { 200: z.unknown(), 400: ErrorBody, ...failures },
      },
    },
    async (request, reply) => {
      const lines = await assignments.lines(request.actor, request.query.fresh === 'true')
      reply.header('x-accel-buffering', 'no').type('application/x-ndjson; charset=utf-8')
      return reply.send(Readable.from(encoded(lines)))
    },
  )

  app.get(
    '/csv',
    {
      config: { navigable: true },
      schema: { summary: 'All assignments as a table', response: { 200: z.unknown(), ...failures } },
    },
    async (request, reply) => {
      const csv = await assignments.csv(request.actor)
      reply.header('content-disposition', attachment('ai-server-assignments.csv'))
      return reply.type('text/csv; charset=utf-8').send(csv)
    },
  )

  app.get(
    '/check',
    {
      schema: {
        summary: 'What our rules and the viewer make of a list',
        querystring: CheckListQuery,
        response: { 200: CheckedList, 400: ErrorBody, ...failures },
      },
    },
    async (request) => ({ entries: assignments.check(request.query.list) }),
  )

  app.get(
    '/impact',
    {
      schema: {
        summary: 'For whom the effective server would change',
        querystring: AssignmentImpactQuery,
        response: { 200: EffectSummary, ...ofPlace },
      },
    },
    (request) => assignments.impact(request.actor, request.query.place, request.query.list),
  )

  app.get(
    '/places/:place',
    { schema: { summary: 'One assignment', params: OnePlace, response: { 200: Assignment, ...ofPlace } } },
    (request) => assignments.read(request.actor, request.params.place),
  )

  app.put(
    '/places/:place',
    {
      schema: {
        summary: 'Replace a server list; refused when it is not the one that was seen',
        params: OnePlace,
        body: SaveAssignment,
        response: { 200: SavedAssignment, 403: ErrorBody, 409: ErrorBody, ...ofPlace },
      },
    },
    (request) =>
      assignments.save(request.actor, { place: request.params.place, ...request.body }, originOf(request)),
  )

  app.get(
    '/places/:place/history',
    {
      schema: {
        summary: 'Every version of a list that was written or seen here, newest first',
        params: OnePlace,
        response: { 200: AssignmentHistory, ...ofPlace },
      },
    },
    (request) => assignments.history(request.actor, request.params.place),
  )
}

async function* encoded(lines: AsyncIterable<AssignmentLine>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`
}
