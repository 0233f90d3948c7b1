import {
  type ClientRequest,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http'
import { LoopbackServer } from '../xnat/http/server.ts'
import { nginxPage } from './pages.ts'

export interface GatewayOptions {
  /** Base address of the server behind it. */
  target: string
  /** Longest silence from upstream before a 504, in milliseconds; nginx's Compose setting is 100 s. */
  timeoutMs?: number
  port?: number
}

/**
 * Starts a reverse proxy on 127.0.0.1 that behaves like the nginx of XNAT's Compose project: 504 after a silence while
 * the work behind it goes on, 502 when the server behind it refuses. Throws when the port is taken.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const gateway = new Gateway(options)
  await gateway.comeBack()
  return gateway
}

const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

export class Gateway implements AsyncDisposable {
  /** Adjustable at any time; holds for requests that start afterwards. */
  timeoutMs: number
  /** Address of the server behind it; adjustable at any time. */
  target: string
  /** Requests received, and how they went wrong here. */
  requests = 0
  timeouts = 0
  refusals = 0
  readonly #server: LoopbackServer
  readonly #open = new Set<ServerResponse>()
  readonly #upstream = new Set<ClientRequest>()

  constructor({ target, timeoutMs = 100_000, port = 0 }: GatewayOptions) {
    this.target = target
    this.timeoutMs = timeoutMs
    this.#server = new LoopbackServer(async (request, response) => this.#forward(request, response), port)
  }

  /** Address without a trailing slash. */
  get url(): string {
    return this.#server.url
  }

  /** Cuts every connection that waits for an answer; what they started upstream goes on. Gives their number. */
  drop(): number {
    const waiting = [...this.#open]
    for (const response of waiting) response.destroy()
    return waiting.length
  }

  /** Refuses connections until `comeBack`. */
  async goDown(): Promise<void> {
    await this.#server.stop()
  }

  async comeBack(): Promise<void> {
    await this.#server.listen()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop()
    for (const request of this.#upstream) request.destroy()
  }

  #forward(request: IncomingMessage, response: ServerResponse): void {
    this.requests += 1
    this.#open.add(response)
    response.once('close', () => this.#open.delete(response))
    const target = new URL(this.target)
    const upstream = httpRequest({
      host: target.hostname,
      port: target.port,
      method: request.method,
      path: request.url,
      headers: forwardedHeaders(request),
      agent: false,
    })
    this.#upstream.add(upstream)
    upstream.once('close', () => this.#upstream.delete(upstream))
    const silence = this.#watchSilence(response)
    // Nobody here aborts the upstream request: the work behind a gateway goes on, whoever has gone.
    upstream.on('response', (answer) => this.#relay(answer, response, silence))
    upstream.on('error', () => {
      silence.stop()
      if (response.headersSent || response.destroyed) return void response.destroy()
      this.refusals += 1
      answerPage(response, 502)
    })
    request.pipe(upstream)
    request.on('error', () => undefined)
  }

  #relay(answer: IncomingMessage, response: ServerResponse, silence: Silence): void {
    if (response.headersSent || response.destroyed) {
      answer.resume()
      return
    }
    silence.restart()
    response.writeHead(answer.statusCode ?? 502, answerHeaders(answer.headers, this.target))
    answer.on('data', silence.restart)
    answer.on('close', silence.stop)
    answer.pipe(response)
    answer.on('error', () => response.destroy())
  }

  #watchSilence(response: ServerResponse): Silence {
    const { timeoutMs } = this
    let timer: NodeJS.Timeout | undefined
    const expire = () => {
      if (response.destroyed || response.writableEnded) return
      this.timeouts += 1
      // Half an answer cannot become a 504 any more.
      if (response.headersSent) response.destroy()
      else answerPage(response, 504)
    }
    const stop = () => clearTimeout(timer)
    const restart = () => {
      stop()
      timer = setTimeout(expire, timeoutMs)
    }
    restart()
    response.once('close', stop)
    return { stop, restart }
  }
}

interface Silence {
  stop: () => void
  restart: () => void
}

function answerPage(response: ServerResponse, status: 502 | 504): void {
  response.writeHead(status, { 'content-type': 'text/html', server: 'nginx/1.27.2' })
  response.end(nginxPage(status))
}

/** Adds what nginx adds; there is no X-Forwarded-Proto in the Compose configuration. */
function forwardedHeaders(request: IncomingMessage): OutgoingHttpHeaders {
  const host = request.headers.host ?? ''
  const client = request.socket.remoteAddress ?? ''
  return {
    ...endToEnd(request.headers),
    connection: 'close',
    host,
    'x-real-ip': client,
    'x-forwarded-host': host,
    'x-forwarded-server': host,
    'x-forwarded-for': [request.headers['x-forwarded-for'], client].filter(Boolean).join(', '),
  }
}

function answerHeaders(headers: IncomingHttpHeaders, target: string): OutgoingHttpHeaders {
  const kept = endToEnd(headers)
  // The Compose configuration rewrites redirects to the server's inner name to localhost.
  if (headers.location?.startsWith(target))
    kept['location'] = headers.location.replace(target, 'http://localhost')
  return { ...kept, server: 'nginx/1.27.2' }
}

function endToEnd(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)))
}
