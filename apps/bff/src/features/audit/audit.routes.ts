import { Readable } from 'node:stream'
import {
  AuditCount,
  AuditDetail,
  AuditExportQuery,
  AuditFilter,
  AuditPage,
  AuditPageQuery,
  AuditSeq,
  ErrorBody,
} from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { attachment } from '../../lib/attachment.ts'
import { clientGone, cutWhenStalled } from '../../lib/client-gone.ts'
import { encodeFrames, sendEvents } from '../../lib/sse.ts'
import type { SignInReader } from '../../plugins/authentication.ts'
import type { AuditService } from './audit.service.ts'

const STREAM_MS = 15_000
/** Longer than a filter that finds nothing may be silent. */
const STALLED_MS = 60_000
const TYPES = { csv: 'text/csv; charset=utf-8', json: 'application/json; charset=utf-8' } as const

const refusals = { 400: ErrorBody, 401: ErrorBody, 403: ErrorBody, 503: ErrorBody }
const config = { access: 'admin' } as const
const OneEntry = z.strictObject({ seq: AuditSeq })

export const auditRoutes: FastifyPluginAsyncZod<{ audit: AuditService; signIns: SignInReader }> = async (
  app,
  { audit, signIns },
) => {
  app.get(
    '/',
    {
      config,
      schema: {
        summary: 'What people did here, newest first',
        querystring: AuditPageQuery,
        response: { 200: AuditPage, ...refusals },
      },
    },
    (request) => audit.page(request.query),
  )

  app.get(
    '/count',
    {
      config,
      schema: {
        summary: 'How many actions a filter leaves',
        querystring: AuditFilter,
        response: { 200: AuditCount, ...refusals },
      },
    },
    (request, reply) => audit.count(request.query, clientGone(reply)),
  )

  app.get(
    '/export',
    {
      config: { ...config, navigable: true },
      schema: {
        summary: 'The audit, or what a filter leaves of it, as a CSV or JSON file',
        querystring: AuditExportQuery,
        response: { 200: z.unknown(), ...refusals, 429: ErrorBody },
      },
    },
    async (request, reply) => {
      const gone = clientGone(reply)
      const { fileName, open, end } = audit.export(request.query)
      reply.raw.once('close', end)
      cutWhenStalled(reply, STALLED_MS)
      reply.headers({
        'content-type': TYPES[request.query.format],
        'content-disposition': attachment(fileName),
        'cache-control': 'no-store',
      })
      return reply.send(Readable.from(open(AbortSignal.any([gone, app.closing]))))
    },
  )

  app.get(
    '/verify',
    {
      config,
      schema: {
        summary: 'Walk along the hash chain; server-sent events, each message is an AuditVerifyMessage',
        response: { 200: z.string(), ...refusals, 429: ErrorBody },
      },
    },
    async (request, reply) => {
      const { open, end } = audit.verify()
      return sendEvents(reply, (signal) => encodeFrames(open(signal)), {
        closing: app.closing,
        heartbeatMs: STREAM_MS,
        stalledMs: STREAM_MS,
        async authorize() {
          const { ticket } = request
          const now = ticket && (await signIns.authenticate(ticket, { touch: false }).catch(() => undefined))
          return { say: [], over: now?.role !== 'admin' }
        },
        onEnd: end,
      })
    },
  )

  app.get(
    '/:seq',
    {
      config,
      schema: {
        summary: 'One action with everything that is written of it',
        params: OneEntry,
        response: { 200: AuditDetail, 404: ErrorBody, ...refusals },
      },
    },
    (request) => audit.find(request.params.seq),
  )
}
