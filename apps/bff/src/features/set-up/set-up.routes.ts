import type { Readable } from 'node:stream'
import {
  DoctorReport,
  ErrorBody,
  PutAway,
  SetUpProgress,
  SetUpProof,
  SetUpProofQuery,
} from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Actor } from '../../lib/actor.ts'
import { attachment } from '../../lib/attachment.ts'
import { originOf } from '../../plugins/authentication.ts'
import type { Progress } from './progress/progress.ts'
import { restartRoutes } from './restart.routes.ts'
import type { RestartWait } from './restart.ts'

/** What changes something is refused where it is written down. */
const config = { access: 'admin' } as const
const refusals = { 401: ErrorBody, 403: ErrorBody, 502: ErrorBody, 503: ErrorBody, 504: ErrorBody }

export interface SetUpOptions {
  examine: (actor: Actor) => Promise<DoctorReport>
  progress: Progress
  proof: (actor: Actor, query: SetUpProofQuery) => Promise<SetUpProof>
  restart: RestartWait
  bundle: (actor: Actor) => Promise<{ fileName: string; body: Readable }>
}

export const setUpRoutes: FastifyPluginAsyncZod<SetUpOptions> = async (
  app,
  { examine, progress, proof, restart, bundle },
) => {
  app.get(
    '/doctor',
    {
      config,
      schema: {
        summary: 'Examine the viewer plugin and its folder',
        response: { 200: DoctorReport, ...refusals },
      },
    },
    (request) => examine(request.actor),
  )

  app.get(
    '/progress',
    {
      config,
      schema: {
        summary: 'How far the set-up is, each step looked at now',
        response: { 200: SetUpProgress, ...refusals },
      },
    },
    (request) => progress.read(request.actor),
  )

  app.get(
    '/proof',
    {
      config,
      schema: {
        summary: 'How far one server has come on its way to the users of one project',
        querystring: SetUpProofQuery,
        response: { 200: SetUpProof, 400: ErrorBody, ...refusals },
      },
    },
    (request) => proof(request.actor, request.query),
  )

  app.put(
    '/put-away',
    {
      schema: {
        summary: 'Take the set-up from the overview, or bring it back',
        body: PutAway,
        response: { 200: PutAway, 400: ErrorBody, ...refusals },
      },
    },
    (request) => progress.putAway(request.actor, request.body.away, originOf(request)),
  )

  app.get(
    '/support-bundle',
    {
      config: { ...config, navigable: true },
      schema: {
        summary: 'A zip for whoever helps from outside, without names, secrets and hosts',
        response: { 200: z.unknown(), ...refusals },
      },
    },
    async (request, reply) => {
      const { fileName, body } = await bundle(request.actor)
      reply.headers({
        'content-type': 'application/zip',
        'content-disposition': attachment(fileName),
        'cache-control': 'no-store',
      })
      return reply.send(body)
    },
  )

  await app.register(restartRoutes, { restart })
}
