import { ErrorBody, EventsQuery, LogPlace, type StreamMessage } from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { AppError } from '../../lib/app-error.ts'
import { encodeFrame, sendEvents } from '../../lib/sse.ts'
import type { EventsService } from './events.service.ts'

/** Below the shortest idle time-out of common proxies, and how soon a revoked right is noticed. */
const HEARTBEAT_MS = 15_000
const STALLED_MS = 15_000

const BEAT = encodeFrame(JSON.stringify({ type: 'beat' } satisfies StreamMessage))

interface Options {
  events: EventsService
  heartbeatMs?: number
  stalledMs?: number
}

export const eventRoutes: FastifyPluginAsyncZod<Options> = async (
  app,
  { events, heartbeatMs = HEARTBEAT_MS, stalledMs = STALLED_MS },
) => {
  app.get(
    '/events',
    {
      // A stream that stays open is nobody doing something.
      config: { background: true },
      schema: {
        summary: 'Live changes as server-sent events; each message is a StreamMessage',
        querystring: EventsQuery,
        response: { 200: z.string(), 400: ErrorBody, 401: ErrorBody, 404: ErrorBody, 429: ErrorBody },
      },
    },
    async (request, reply) => {
      if (!request.ticket) throw new AppError('unauthenticated', 'Nobody is signed in.')
      const { topics, lastEventId = headerId(request.headers['last-event-id']) } = request.query
      const stream = await events.connect(request.actor, request.ticket, topics, lastEventId)
      return sendEvents(reply, stream.open, {
        closing: app.closing,
        authorize: stream.authorize,
        heartbeatMs,
        beat: BEAT,
        stalledMs,
        onEnd: stream.release,
      })
    },
  )
}

/** What a browser sends of its own accord when it connects again; an id that is not ours is no id. */
function headerId(value: string | string[] | undefined): string | undefined {
  return LogPlace.safeParse(value).data
}
