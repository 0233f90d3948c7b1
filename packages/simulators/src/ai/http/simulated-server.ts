import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { type Answer, text } from './answers.ts'
import { type AiServerCall, type AiServerControl, createMood, type Reading } from './control.ts'
import { fixtureText } from './fixtures.ts'

export interface SimulatedServerOptions {
  /** Speaks https with a certificate nobody trusts. */
  readonly tls?: 'self-signed'
  /** Value of the `Server` header. Nothing may depend on it: real installations hide or change it. */
  readonly serverHeader: string
  readonly answer: (call: AiServerCall) => Answer | Promise<Answer>
  /** Has the last word on every answer, stand-ins included: the place for CORS. */
  readonly finish: (call: AiServerCall, answer: Answer) => Answer
  readonly onReset: () => void
}

/** Listens on a free port of 127.0.0.1. Every request is recorded before it is answered. */
export async function startSimulatedServer(options: SimulatedServerOptions): Promise<AiServerControl> {
  const mood = createMood()
  const stopped = new AbortController()

  const listener: RequestListener = async (request, response) => {
    // A request that ended early no longer knows it.
    const { socket } = request
    const call = await readCall(request, mood.reading).catch(() => undefined)
    if (!call) {
      socket.destroy()
      return
    }
    try {
      const standIn = await mood.endure(call, stopped.signal)
      write(response, options, options.finish(call, standIn ?? (await options.answer(call))))
    } catch (cause) {
      if (stopped.signal.aborted) return
      write(response, options, text(500, `The simulator itself failed: ${String(cause)}`))
    }
  }

  const server = options.tls ? createTlsServer(selfSigned(), listener) : createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  const stop = async () => {
    stopped.abort()
    mood.goIdle()
    mood.readOn()
    if (!server.listening) return
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await closed
  }

  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    calls: mood.calls,
    goBusy: mood.goBusy,
    goIdle: mood.goIdle,
    goSlow: mood.goSlow,
    failNext: mood.failNext,
    stopReadingAt: mood.stopReadingAt,
    readOn: mood.readOn,
    cutNextAt: mood.cutNextAt,
    dropConnections: () => server.closeAllConnections(),
    reset: () => {
      mood.calm()
      options.onReset()
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

function selfSigned() {
  return { key: fixtureText('tls/self-signed.key.pem'), cert: fixtureText('tls/self-signed.cert.pem') }
}

const KEPT_BYTES = 16 * 1024 * 1024

async function readCall(request: IncomingMessage, reading: Reading): Promise<AiServerCall> {
  const chunks: Buffer[] = []
  let bodyBytes = 0
  // Neither Flask nor FastAPI waits for the body of a call that has no use for one.
  const body = request.method === 'GET' ? [] : (request as AsyncIterable<Buffer>)
  for await (const chunk of body) {
    if (bodyBytes < KEPT_BYTES) chunks.push(chunk)
    bodyBytes += chunk.length
    await reading.pass(bodyBytes)
  }
  const url = new URL(request.url ?? '/', 'http://localhost')
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: Buffer.concat(chunks),
    bodyBytes,
    remoteAddress: request.socket.remoteAddress ?? '',
  }
}

function write(response: ServerResponse, options: SimulatedServerOptions, answer: Answer) {
  const length = Buffer.byteLength(answer.body)
  response.writeHead(answer.status, {
    server: options.serverHeader,
    ...answer.headers,
    'content-length': length,
  })
  response.end(answer.body)
}
