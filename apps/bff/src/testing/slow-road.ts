import { once } from 'node:events'
import { createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestConsole } from './console.ts'

export interface SlowRoad extends AsyncDisposable {
  /** Resolves when a call waits. */
  reached: Promise<void>
  /** Lets it go on. */
  clear(): void
}

/** Holds the console's calls with this path on their way to XNAT, so that something can overtake them. */
export async function blockRoad(console: TestConsole, path: string): Promise<SlowRoad> {
  const reached = Promise.withResolvers<void>()
  const cleared = Promise.withResolvers<void>()
  const road = createServer((request, response) => {
    const { method = 'GET', headers, url = '/' } = request
    const forward = () => {
      const onward = httpRequest(new URL(url, console.xnat.url), { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      })
      onward.on('error', () => response.destroy())
      request.pipe(onward)
    }
    if (url !== path) return forward()
    reached.resolve()
    void cleared.promise.then(forward)
  }).listen(0, '127.0.0.1')
  await once(road, 'listening')
  const before = console.gateway.target
  console.gateway.target = `http://127.0.0.1:${(road.address() as AddressInfo).port}`
  return {
    reached: reached.promise,
    clear: () => cleared.resolve(),
    async [Symbol.asyncDispose]() {
      console.gateway.target = before
      road.closeAllConnections()
      road.close()
      await once(road, 'close')
    },
  }
}
