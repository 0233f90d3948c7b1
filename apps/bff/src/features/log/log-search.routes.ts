import { ErrorBody, LogFilter } from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { clientGone } from '../../lib/client-gone.ts'
import { encodeFrames, sendEvents } from '../../lib/sse.ts'
import type { SignInReader } from '../../plugins/authentication.ts'
import type { LogService } from './log.service.ts'

const STREAM_MS = 15_000
const refusals = {
  400: ErrorBody,
  401: ErrorBody,
  403: ErrorBody,
  404: ErrorBody,
  429: ErrorBody,
  503: ErrorBody,
}

/** The search of the log: hits come as they are found. */
export const logSearchRoute: FastifyPluginAsyncZod<{ log: LogService; signIns: SignInReader }> = async (
  app,
  { log, signIns },
) => {
  app.get(
    '/search',
    {
      schema: {
        summary: 'Search all of the log; server-sent events, each message is a LogSearchMessage',
        querystring: LogFilter,
        response: { 200: z.string(), ...refusals },
      },
    },
    async (request, reply) => {
      const { actor, ticket } = request
      const open = await log.search(actor, request.query, clientGone(reply))
      return sendEvents(reply, (signal) => encodeFrames(open(signal)), {
        closing: app.closing,
        heartbeatMs: STREAM_MS,
        stalledMs: STREAM_MS,
        async authorize() {
          // Whoever may no longer see the log sees no more hits: the stream breaks off.
          const now = ticket && (await signIns.authenticate(ticket, { touch: false }).catch(() => undefined))
          return { say: [], over: now?.role !== actor.role }
        },
        onEnd: () => undefined,
      })
    },
  )
}
