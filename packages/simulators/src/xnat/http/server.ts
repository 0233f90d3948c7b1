import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Answer } from './answers.ts'

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** An HTTP server on 127.0.0.1 that can stop listening and come back on the same port. */
export class LoopbackServer {
  readonly #handler: Handler
  #server: Server | undefined
  #port: number

  constructor(handler: Handler, port: number) {
    this.#handler = handler
    this.#port = port
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get listening(): boolean {
    return this.#server !== undefined
  }

  async listen(): Promise<void> {
    if (this.#server) return
    const server = createServer((request, response) => {
      this.#handler(request, response).catch(() => response.destroy())
    })
    // A bulk call answers when its work is done, however long that takes.
    server.requestTimeout = 0
    server.keepAliveTimeout = 20_000
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(this.#port, '127.0.0.1', resolve)
    })
    this.#port = (server.address() as AddressInfo).port
    this.#server = server
  }

  /** Refuses new connections and cuts the open ones. */
  async stop(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    if (!server) return
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
    // Clients in this very process learn of the closed sockets only when the event loop turns.
    for (let turn = 0; turn < 3; turn += 1) await nextTurn()
  }
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

export function send(response: ServerResponse, answer: Answer, cookies: readonly string[]): void {
  if (response.destroyed) return
  response.statusCode = answer.status
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value)
  if (cookies.length > 0) response.setHeader('set-cookie', [...cookies])
  if (answer.type !== undefined) response.setHeader('content-type', answer.type)
  response.end(answer.body ?? '')
}
