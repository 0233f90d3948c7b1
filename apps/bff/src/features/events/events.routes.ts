import { ErrorBody, EventsQuery, LogPlace, type StreamMessage } from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { AppError } from '../../lib/app-error.ts'
import { encodeFrame, sendEvents } from '../../lib/sse.ts'
import type { EventStream, EventsService } from './events.service.ts'

/** Below the shortest idle time-out of common proxies, and how soon a revoked right is noticed. */
const HEARTBEAT_MS = 15_000
const STALLED_MS = 15_000
/** Of a stream that has to end to be heard. */
const BRIEF_MS = 2_000

/** Over so long they come back, rather than all at once. */
const COME_BACK_MS = 3_000

const BEAT = encodeFrame(JSON.stringify({ type: 'beat' } satisfies StreamMessage))
/** A page reads the message, any other client the field of the standard. */
const FAREWELL = `retry: ${COME_BACK_MS}\n${encodeFrame(JSON.stringify({ type: 'reconnect' } satisfies StreamMessage))}`

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
      const { topics, brief, page, lastEventId = headerId(request.headers['last-event-id']) } = request.query
      const stream = await events.connect(request.actor, request.ticket, { topics, page, lastEventId })
      const open = brief ? endAfter(stream.open, BRIEF_MS) : stream.open
      return sendEvents(reply, open, {
        closing: app.closing,
        authorize: stream.authorize,
        heartbeatMs,
        beat: BEAT,
        farewell: FAREWELL,
        stalledMs,
        onEnd: stream.release,
      })
    },
  )
}

/** The stream for so long; its last word tells a whole answer from one that was cut. */
function endAfter(open: EventStream['open'], lifeMs: number): EventStream['open'] {
  return async function* (signal) {
    yield* open(AbortSignal.any([signal, AbortSignal.timeout(lifeMs)]))
    if (!signal.aborted) yield BEAT
  }
}

/** What a browser sends of its own accord when it connects again; an id that is not ours is no id. */
function headerId(value: string | string[] | undefined): string | undefined {
  return LogPlace.safeParse(value).data
}
