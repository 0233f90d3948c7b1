import {
  AssignmentJob,
  AssignmentJobDetail,
  AssignmentJobItems,
  AssignmentJobList,
  ErrorBody,
  PrepareJob,
  StartJob,
} from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { originOf } from '../../plugins/authentication.ts'
import type { JobsService } from './jobs.service.ts'

const OneJob = z.strictObject({ jobId: z.uuid() })
const failures = {
  400: ErrorBody,
  401: ErrorBody,
  403: ErrorBody,
  502: ErrorBody,
  503: ErrorBody,
  504: ErrorBody,
}
const ofJob = { 404: ErrorBody, ...failures }
// Two thousand places by name, or a table of them.
const PREPARE_BODY_BYTES = 4 * 1024 * 1024

export const assignmentJobRoutes: FastifyPluginAsyncZod<{ jobs: JobsService }> = async (app, { jobs }) => {
  app.get(
    '/',
    {
      schema: {
        summary: 'Changes of many lists, newest first',
        response: { 200: AssignmentJobList, ...failures },
      },
    },
    async (request) => ({ jobs: await jobs.list(request.actor) }),
  )

  app.post(
    '/',
    {
      bodyLimit: PREPARE_BODY_BYTES,
      schema: {
        summary: 'Prepare a change of many lists; nothing is changed before it is started',
        body: PrepareJob,
        response: { 200: AssignmentJobDetail, 409: ErrorBody, 413: ErrorBody, ...ofJob },
      },
    },
    (request) => jobs.prepare(request.actor, request.body, originOf(request)),
  )

  app.get(
    '/:jobId',
    {
      schema: {
        summary: 'How far a change of many lists is',
        params: OneJob,
        response: { 200: AssignmentJob, ...ofJob },
      },
    },
    (request) => jobs.find(request.actor, request.params.jobId),
  )

  app.get(
    '/:jobId/items',
    {
      schema: {
        summary: 'What became of each list',
        params: OneJob,
        response: { 200: AssignmentJobItems, ...ofJob },
      },
    },
    async (request) => ({ items: await jobs.items(request.actor, request.params.jobId) }),
  )

  app.post(
    '/:jobId/start',
    {
      schema: {
        summary: 'Start a prepared change; with checkFirst only when its new servers were looked at',
        params: OneJob,
        body: StartJob,
        response: { 200: AssignmentJob, 409: ErrorBody, ...ofJob },
      },
    },
    (request) => jobs.start(request.actor, request.params.jobId, request.body, originOf(request)),
  )

  const steps = [
    ['retry', 'Do the failed lists of a change again', jobs.retry.bind(jobs)],
    ['stop', 'End a change after the list it is at; what is done stays done', jobs.stop.bind(jobs)],
  ] as const
  for (const [name, summary, step] of steps) {
    app.post(
      `/:jobId/${name}`,
      { schema: { summary, params: OneJob, response: { 200: AssignmentJob, 409: ErrorBody, ...ofJob } } },
      (request) => step(request.actor, request.params.jobId, originOf(request)),
    )
  }
}
