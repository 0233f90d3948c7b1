import underPressure from '@fastify/under-pressure'
import fp from 'fastify-plugin'
import type { Config } from '../config.ts'
import { AppError } from '../lib/app-error.ts'

/** How often the delay of the event loop is looked at. */
const SAMPLE_MS = 1_000

/** After such a delay answers would come too late anyway: refuses instead of piling up, until the server is level. */
export const overload = fp<{ config: Pick<Config, 'OVERLOAD_DELAY_MS'> }>(
  async (app, { config: { OVERLOAD_DELAY_MS } }) => {
    await app.register(underPressure, {
      maxEventLoopDelay: OVERLOAD_DELAY_MS,
      sampleInterval: SAMPLE_MS,
      pressureHandler: (_request, _reply, _type, delayMs) => {
        // Nothing was measured since the last look: the server stood still that long, and perhaps no longer.
        const atLeastMs = delayMs === Number.POSITIVE_INFINITY ? SAMPLE_MS : (delayMs ?? 0)
        if (atLeastMs < OVERLOAD_DELAY_MS) return
        throw new AppError('overloaded', 'The console is busy. Try again in a moment.', {
          retryAfterSeconds: 2,
        })
      },
    })
  },
  { name: 'overload', dependencies: ['security-headers'] },
)
