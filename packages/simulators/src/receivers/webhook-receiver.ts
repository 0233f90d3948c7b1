import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedMessage {
  path: string
  headers: Readonly<Record<string, string>>
  body: string
}

/** How the next messages are answered: with a status, by sending the caller elsewhere, not at all, or never to the end. */
export type ReceiverAnswer = number | { redirectTo: string } | 'hangs' | 'drips'

export interface WebhookReceiver extends AsyncDisposable {
  url: string
  /** Oldest first, also those that were answered with an error. */
  received: ReceivedMessage[]
  answerWith(answer: ReceiverAnswer): void
  /** Stops listening; the address stays the same for `comeBack`. */
  goAway(): Promise<void>
  comeBack(): Promise<void>
}

/** Somebody else's server that takes webhooks, on a free port of this machine. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedMessage[] = []
  let answer: ReceiverAnswer = 200
  const listen = async (port: number) => {
    const server = createServer((request, response) => void take(request, response))
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return server
  }
  async function take(request: IncomingMessage, response: ServerResponse) {
    const parts: Buffer[] = []
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
    const body = Buffer.concat(parts).toString('utf8')
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    )
    received.push({ path: request.url ?? '', headers, body })
    reply(response, answer)
  }
  let server = await listen(0)
  const { port } = server.address() as AddressInfo
  async function goAway() {
    if (!server.listening) return
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return {
    url: `http://127.0.0.1:${port}/hooks/T0K3N`,
    received,
    answerWith(next) {
      answer = next
    },
    goAway,
    async comeBack() {
      server = await listen(port)
    },
    [Symbol.asyncDispose]: goAway,
  }
}

function reply(response: ServerResponse, answer: ReceiverAnswer) {
  if (answer === 'hangs') return
  if (answer === 'drips') {
    response.writeHead(200)
    const drip = setInterval(() => response.write('x'), 100)
    response.once('close', () => clearInterval(drip))
    return
  }
  if (typeof answer === 'number') response.writeHead(answer).end('<html>a page about <b>secrets</b></html>')
  else response.writeHead(302, { location: answer.redirectTo }).end()
}
