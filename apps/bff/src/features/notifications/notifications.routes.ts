import {
  CoverageScanId,
  DeliveryTry,
  ErrorBody,
  MyNotices,
  NoticeChoices,
  NoticeWatch,
  NoticeWatchState,
  RunId,
  TestChannel,
} from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { askedBy } from './asked-by.ts'
import type { MyNoticesService } from './my-notices.service.ts'

const refusals = { 400: ErrorBody, 401: ErrorBody, 503: ErrorBody }
const ofXnat = { 502: ErrorBody, 504: ErrorBody }
const runParams = z.strictObject({ runId: RunId })
const scanParams = z.strictObject({ scanId: CoverageScanId })
const watching = { 200: NoticeWatchState, 404: ErrorBody, ...refusals, ...ofXnat }

export const notificationRoutes: FastifyPluginAsyncZod<{ mine: MyNoticesService }> = async (
  app,
  { mine },
) => {
  app.get(
    '/mine',
    {
      schema: {
        summary: 'What this person is told, and how',
        response: { 200: MyNotices, ...refusals, ...ofXnat },
      },
    },
    (request) => mine.find(request.actor),
  )

  app.put(
    '/mine',
    {
      schema: {
        summary: 'Choose what to be told, and how',
        body: NoticeChoices,
        response: { 200: MyNotices, 403: ErrorBody, ...refusals, ...ofXnat },
      },
    },
    (request) => mine.save(request.actor, request.body, askedBy(request)),
  )

  app.post(
    '/test',
    {
      schema: {
        summary: 'Send this person a test; the answer says what became of it',
        body: TestChannel,
        response: { 200: DeliveryTry, 429: ErrorBody, ...refusals, ...ofXnat },
      },
    },
    (request) => mine.test(request.actor, request.body.channel, askedBy(request)),
  )

  app.get(
    '/runs/:runId',
    {
      schema: {
        summary: 'Whether and how this person is told of a run',
        params: runParams,
        response: watching,
      },
    },
    (request) => mine.watchOf(request.actor, { of: 'run', id: request.params.runId }),
  )

  app.put(
    '/runs/:runId',
    {
      schema: {
        summary: 'Tell this person of one run',
        params: runParams,
        body: NoticeWatch,
        response: watching,
      },
    },
    (request) =>
      mine.watch(request.actor, { of: 'run', id: request.params.runId }, request.body, askedBy(request)),
  )

  app.get(
    '/scans/:scanId',
    {
      schema: {
        summary: 'Whether and how this person is told of a scan',
        params: scanParams,
        response: watching,
      },
    },
    (request) => mine.watchOf(request.actor, { of: 'scan', id: request.params.scanId }),
  )

  app.put(
    '/scans/:scanId',
    {
      schema: {
        summary: 'Tell this person of one scan',
        params: scanParams,
        body: NoticeWatch,
        response: watching,
      },
    },
    (request) =>
      mine.watch(request.actor, { of: 'scan', id: request.params.scanId }, request.body, askedBy(request)),
  )
}
