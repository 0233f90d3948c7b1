import {
  ApproveRequest,
  ChangeRequest,
  ChangeRequestDetail,
  ChangeRequestId,
  ErrorBody,
  ProposeChange,
  RefuseRequest,
  RequestCount,
  RequestPage,
  RequestsQuery,
} from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { originOf } from '../../plugins/authentication.ts'
import type { RequestsService } from './requests.service.ts'
import type { RequestsReader } from './requests-reader.ts'

const params = z.strictObject({ changeRequestId: ChangeRequestId })
const refusals = { 400: ErrorBody, 401: ErrorBody, 503: ErrorBody }
const ofXnat = { 404: ErrorBody, 502: ErrorBody, 504: ErrorBody }
const changes = { 200: ChangeRequest, 403: ErrorBody, 404: ErrorBody, 409: ErrorBody, ...refusals }

interface Options {
  reader: RequestsReader
  requests: RequestsService
}

export const requestRoutes: FastifyPluginAsyncZod<Options> = async (app, { reader, requests }) => {
  app.get(
    '/',
    {
      schema: {
        summary: 'Change requests the person may see, newest first',
        querystring: RequestsQuery,
        response: { 200: RequestPage, ...refusals },
      },
    },
    (request) => reader.list(request.actor, request.query),
  )

  app.get(
    '/count',
    { schema: { summary: 'What waits for this person', response: { 200: RequestCount, ...refusals } } },
    (request) => reader.count(request.actor),
  )

  app.get(
    '/:changeRequestId',
    {
      schema: {
        summary: 'One request beside the list as it is now',
        params,
        response: { 200: ChangeRequestDetail, ...refusals, ...ofXnat },
      },
    },
    (request) => reader.find(request.actor, request.params.changeRequestId),
  )

  app.post(
    '/',
    {
      schema: {
        summary: 'Ask for another server list of an own project',
        body: ProposeChange,
        response: { 201: ChangeRequest, 403: ErrorBody, 409: ErrorBody, ...refusals, ...ofXnat },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await requests.propose(request.actor, request.body, originOf(request))),
  )

  app.post(
    '/:changeRequestId/approve',
    {
      schema: {
        summary: 'Apply what was asked for; refused when the list is not the one that was seen',
        params,
        body: ApproveRequest,
        response: { ...changes, ...ofXnat },
      },
    },
    (request) =>
      requests.approve(request.actor, request.params.changeRequestId, request.body, originOf(request)),
  )

  app.post(
    '/:changeRequestId/refuse',
    {
      schema: { summary: 'Refuse a request with a word', params, body: RefuseRequest, response: changes },
    },
    (request) =>
      requests.refuse(request.actor, request.params.changeRequestId, request.body, originOf(request)),
  )

  app.post(
    '/:changeRequestId/withdraw',
    { schema: { summary: 'Take an open request back', params, response: changes } },
    (request) => requests.withdraw(request.actor, request.params.changeRequestId, originOf(request)),
  )

  app.post(
    '/:changeRequestId/acknowledge',
    { schema: { summary: 'Say that a decision was seen', params, response: changes } },
    (request) => requests.acknowledge(request.actor, request.params.changeRequestId, originOf(request)),
  )
}
