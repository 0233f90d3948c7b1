import { ErrorBody, GuidedSettings, QueueOrder, Run, RunControl, RunId, RunList } from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { originOf } from '../../plugins/authentication.ts'
import type { RunControls } from './queue/run-control.ts'
import type { RunReader } from './run-reader.ts'
import type { RunsService } from './runs.service.ts'

const OneRun = z.strictObject({ runId: RunId })
const refused = { 400: ErrorBody, 401: ErrorBody, 403: ErrorBody, 409: ErrorBody, 503: ErrorBody }
const QUEUE = { state: 'queued', limit: 100 } as const

/** What people do to runs that wait or go on. */
export const queueRoutes: FastifyPluginAsyncZod<{
  runs: RunsService
  controls: RunControls
  reader: RunReader
}> = async (app, { runs, controls, reader }) => {
  const queueOf = async (actor: Parameters<RunReader['list']>[0]) => {
    const runs = await reader.list(actor, QUEUE)
    return { runs: runs.sort((a, b) => (a.queue?.position ?? 0) - (b.queue?.position ?? 0)) }
  }

  app.get(
    '/queue',
    {
      schema: {
        summary: 'Runs that wait, in the order in which they will start',
        response: { 200: RunList, 401: ErrorBody, 503: ErrorBody },
      },
    },
    (request) => queueOf(request.actor),
  )

  app.put(
    '/queue',
    {
      schema: {
        summary: 'Put the waiting runs in another order',
        body: QueueOrder,
        response: { 200: RunList, ...refused },
      },
    },
    async (request) => {
      await controls.order(request.actor, request.body.runIds, originOf(request))
      return queueOf(request.actor)
    },
  )

  app.post(
    '/:runId/control',
    {
      schema: {
        summary: 'Pause, resume or stop a guided run; cancel a waiting one or start it now',
        params: OneRun,
        body: RunControl,
        response: { 200: Run, 404: ErrorBody, 502: ErrorBody, 504: ErrorBody, ...refused },
      },
    },
    async (request) => {
      const { runId } = request.params
      await controls.control(request.actor, runId, request.body, originOf(request))
      return reader.find(request.actor, runId)
    },
  )

  app.put(
    '/:runId/settings',
    {
      schema: {
        summary: 'Change how a guided run works, from its next session on',
        params: OneRun,
        body: GuidedSettings,
        response: { 200: Run, 404: ErrorBody, ...refused },
      },
    },
    async (request) => {
      const { runId } = request.params
      await controls.settings(request.actor, runId, request.body, originOf(request))
      return reader.find(request.actor, runId)
    },
  )

  app.post(
    '/:runId/stop-watching',
    {
      schema: {
        summary: 'Give up on a run that can no longer be followed; XNAT is not stopped',
        params: OneRun,
        response: { 200: Run, 404: ErrorBody, ...refused },
      },
    },
    async (request) => {
      const run = await runs.giveUp(request.actor, request.params.runId, originOf(request))
      return reader.find(request.actor, run.id)
    },
  )
}
