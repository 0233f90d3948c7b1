import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A way to the console that can be cut like a cable: neither end hears anything of it. */
export interface Cable extends AsyncDisposable {
  url: string
  /** From now on nothing passes over the connections there are, not even that they are closed. New ones work. */
  cut(): void
}

/** Lays one to the server at this address. */
export async function layCable(to: string): Promise<Cable> {
  const { hostname, port } = new URL(to)
  const whole = new Set<[Socket, Socket]>()
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
    const pair: [Socket, Socket] = [near, far]
    whole.add(pair)
    for (const [from, into] of [pair, [far, near] as const]) {
      sockets.add(from)
      from.on('data', (bytes) => whole.has(pair) && into.write(bytes))
      from.on('end', () => whole.has(pair) && into.end())
      from.on('close', () => whole.has(pair) && into.destroy())
      from.on('error', () => undefined)
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: () => whole.clear(),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
