import type { FastifyReply } from 'fastify'

/** Aborts when the client has left before the end, also when it had left before this was asked. */
export function clientGone({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController()
  if (raw.destroyed) gone.abort()
  else raw.once('close', () => gone.abort())
  return gone.signal
}

/** Cuts off a client that takes nothing for so long: what is sent to it holds a place that others wait for. */
export function cutWhenStalled({ raw }: FastifyReply, stalledMs: number) {
  raw.setTimeout(stalledMs, () => raw.destroy())
}
