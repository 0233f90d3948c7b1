import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { type Answer, containerPage } from './http/answers.ts'
import type { Call } from './http/call.ts'
import { readBody, send } from './http/server.ts'
import type { Overrides } from './overrides.ts'
import type { RecordedCalls } from './recorded-calls.ts'
import type { Router } from './router.ts'
import { expiryCookie, identify, sessionCookie, type Visitor, wall } from './sign-in/filters.ts'
import type { State } from './state.ts'
import { isGuest } from './world/rights.ts'

export interface Serving {
  state: State
  router: Router
  overrides: Overrides
  calls: RecordedCalls
  /** Every answer waits this long first, in milliseconds. */
  delayMs: number
}

/** One request from its first byte to its last: filters, work, cookies, answer. */
export async function serve(
  serving: Serving,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { state, router, overrides, calls } = serving
  // A restart replaces the engine; the request belongs to the life it began in.
  const { life } = state.engine
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const method = request.method ?? 'GET'
  const body = await readBody(request)
  const standIn = overrides.take(method, url)
  const visitor = standIn === undefined ? identify(state, request.headers) : undefined
  const user = visitor && 'user' in visitor && !isGuest(visitor.user) ? visitor.user.username : undefined
  const at = state.clock.now()
  const { headers } = request
  calls.record({ method, path: request.url ?? '/', user, headers, body: body.toString('utf8'), at })
  if (serving.delayMs > 0) await pause(serving.delayMs, undefined, { signal: life.ended })
  if (standIn === 'hang') return life.ended.addEventListener('abort', () => response.destroy())
  if (standIn === 'cut') return void response.destroy()
  if (standIn !== undefined) return send(response, standIn, [])
  if (visitor === undefined) return
  if ('refusal' in visitor) return send(response, visitor.refusal, [])
  const thread = life.takeThread()
  try {
    const call = {
      method,
      path: url.pathname,
      query: url.searchParams,
      headers,
      body,
      params: {},
      thread,
      ...visitor,
    }
    const answer = wall(state, visitor, url.pathname, headers) ?? (await answerOf(router, call, life.ended))
    send(response, answer, cookiesOf(state, visitor))
  } finally {
    // The end of a request counts as activity, too.
    if (state.sessions.find(visitor.session.id)) state.sessions.touch(visitor.session)
    life.releaseThread(thread)
  }
}

async function answerOf(router: Router, call: Call, ended: AbortSignal): Promise<Answer> {
  try {
    return await router.answer(call)
  } catch (error) {
    // The JVM is gone: nobody is left to answer.
    if (ended.aborted) throw error
    return containerPage(500, error instanceof Error ? error.message : '')
  }
}

function cookiesOf(state: State, { session, opened }: Visitor): string[] {
  const expiry = expiryCookie(session, state.clock.now())
  return opened ? [sessionCookie(state, session), expiry] : [expiry]
}
