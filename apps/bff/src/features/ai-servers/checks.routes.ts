import {
  BrowserVerdict,
  CheckReport,
  CheckRequest,
  ErrorBody,
  LookBeforeUse,
  SaveCheck,
} from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { originOf } from '../../plugins/authentication.ts'
import type { LooksBeforeUse } from './looks-before-use.ts'
import type { ServerChecks } from './server-checks.ts'

const refusals = { 400: ErrorBody, 401: ErrorBody, 503: ErrorBody }
const ofXnat = { 502: ErrorBody, 504: ErrorBody }
const OneCheck = z.strictObject({ checkId: z.uuid() })

interface Options {
  checks: ServerChecks
  looks: LooksBeforeUse
}

export const checkRoutes: FastifyPluginAsyncZod<Options> = async (app, { checks, looks }) => {
  app.post(
    '/',
    {
      schema: {
        summary: 'Look at the server behind a text, step by step, from the console',
        body: CheckRequest,
        response: { 200: CheckReport, 404: ErrorBody, 429: ErrorBody, ...refusals, ...ofXnat },
      },
    },
    (request) => checks.check(request.actor, request.body, originOf(request)),
  )

  app.post(
    '/before-use',
    {
      schema: {
        summary: 'A brisk look at a server that is about to be used, twelve seconds at most',
        body: LookBeforeUse,
        response: { 200: SaveCheck, 403: ErrorBody, ...refusals, ...ofXnat },
      },
    },
    (request) => looks.ask(request.actor, request.body.entry, originOf(request)),
  )

  app.get(
    '/:checkId',
    {
      schema: {
        summary: 'A check somebody made',
        params: OneCheck,
        response: { 200: CheckReport, 403: ErrorBody, 404: ErrorBody, ...refusals, ...ofXnat },
      },
    },
    (request) => checks.report(request.actor, request.params.checkId),
  )

  app.put(
    '/:checkId/browser',
    {
      schema: {
        summary: "What the person's own browser saw, beside what the console saw",
        params: OneCheck,
        body: BrowserVerdict,
        response: { 200: CheckReport, 403: ErrorBody, 404: ErrorBody, ...refusals },
      },
    },
    (request) => checks.addBrowser(request.actor, request.params.checkId, request.body, originOf(request)),
  )

  app.get(
    '/:checkId/probe',
    {
      schema: {
        summary: "A page that looks at the server from the person's own browser",
        produces: ['text/html'],
        params: OneCheck,
        response: { 200: z.unknown(), 403: ErrorBody, 404: ErrorBody, ...refusals },
      },
    },
    async (request, reply) => {
      const { html, policy } = await checks.probe(request.actor, request.params.checkId)
      reply.header('content-security-policy', policy).header('x-frame-options', 'SAMEORIGIN')
      return reply.type('text/html; charset=utf-8').send(html)
    },
  )
}
