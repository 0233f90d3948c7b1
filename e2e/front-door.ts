import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** A proxy in front of the console, HTTP/1.1 like most of them, that fails when it is told to. */
export interface FrontDoor extends AsyncDisposable {
  /** Live streams that are open at the moment. */
  streams: number
  /** How often a live stream was asked for. */
  asked: number
  /** Breaks every connection and takes no new one. */
  goDown: () => void
  comeBack: () => void
  /** Answers requests whose path begins so with this status; undefined lets them through again. */
  refuse: (path: string, status: number | undefined) => void
  /** Hands a live stream on only when it is over, as a proxy that buffers does. */
  holdStreams: () => void
  /** Breaks the live streams, and answers the next ones with this status; undefined lets them through again. */
  refuseStreams: (status: number | undefined) => void
}

/** Listens on `port` of this machine, in front of `target`. */
export async function openFrontDoor(port: number, target: string): Promise<FrontDoor> {
  const sockets = new Set<Socket>()
  const streams = new Set<ServerResponse>()
  let down = false
  let status: number | undefined
  let asked = 0
  let held = false
  let refused = { path: '', status: undefined as number | undefined }

  const server = createServer((incoming, answer) => {
    const isStream = incoming.url?.startsWith('/api/events') ?? false
    if (isStream) {
      asked += 1
      if (status !== undefined) return void answer.writeHead(status).end()
      streams.add(answer)
      answer.once('close', () => streams.delete(answer))
    }
    if (refused.status !== undefined && incoming.url?.startsWith(refused.path))
      return void answer.writeHead(refused.status).end()
    forward(new URL(incoming.url ?? '/', target), incoming, answer, held && isStream)
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    if (down) socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve))
  return {
    get streams() {
      return streams.size
    },
    get asked() {
      return asked
    },
    goDown() {
      down = true
      for (const socket of sockets) socket.destroy()
    },
    comeBack() {
      down = false
    },
    refuse(path, wanted) {
      refused = { path, status: wanted }
    },
    holdStreams() {
      held = true
      for (const stream of streams) stream.destroy()
    },
    refuseStreams(wanted) {
      status = wanted
      if (wanted !== undefined) for (const stream of streams) stream.destroy()
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function forward(url: URL, incoming: IncomingMessage, answer: ServerResponse, whole: boolean) {
  const { method, headers } = incoming
  const outgoing = request(url, { method, headers }, async (response) => {
    if (whole) {
      // A stream that breaks off was never handed on.
      const parts = await response.toArray().catch(() => [])
      return void answer.writeHead(response.statusCode ?? 502, response.rawHeaders).end(Buffer.concat(parts))
    }
    answer.writeHead(response.statusCode ?? 502, response.rawHeaders)
    response.pipe(answer)
    // A stream sends nothing for a while; its beginning must not wait for that.
    answer.flushHeaders()
  })
  outgoing.on('error', () => answer.destroy())
  answer.on('close', () => outgoing.destroy())
  incoming.pipe(outgoing)
}
