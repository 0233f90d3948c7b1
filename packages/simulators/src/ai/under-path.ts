import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fixtureText } from './http/fixtures.ts'

export interface ProxyUnderPath extends AsyncDisposable {
  /** Scheme, host and port, without the path. */
  readonly url: string
}

/** A reverse proxy that publishes a server under a path of its own and has a page of its own everywhere else. */
export async function startProxyUnderPath(target: string, prefix: string): Promise<ProxyUnderPath> {
  const server = createServer((incoming, response) => {
    const path = incoming.url ?? '/'
    if (!path.startsWith(`${prefix}/`)) {
      response.writeHead(404, { 'content-type': 'text/html', server: 'nginx' })
      response.end(fixtureText('aiaa/error-404-reverse-proxy.html'))
      return
    }
    const { method, headers } = incoming
    const forwarded = request(new URL(path.slice(prefix.length), target), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    forwarded.on('error', () => response.destroy())
    incoming.pipe(forwarded)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
