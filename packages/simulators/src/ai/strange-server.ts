import { createServer as createHttpServer, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { fixtureText } from './http/fixtures.ts'

const MEGABYTE = 1024 * 1024
const DRIP_EVERY_MS = 50

type Behave = (response: ServerResponse, gone: AbortSignal) => void | Promise<void>

function fixed(status: number, headers: Record<string, string>, body: string | Buffer = ''): Behave {
  return (response) => {
    response.writeHead(status, headers).end(body)
  }
}

const JSON_TYPE = { 'content-type': 'application/json' }
const NGINX_PAGE = { 'content-type': 'text/html', server: 'nginx' }

/** Everything else that can answer where an AI server is expected. */
const HTTP_BEHAVIOURS = {
  'html-page': fixed(200, NGINX_PAGE, '<html><title>Welcome</title></html>'),
  'proxy-404': fixed(404, NGINX_PAGE, fixtureText('aiaa/error-404-reverse-proxy.html')),
  'bad-gateway': fixed(502, NGINX_PAGE, '<html><title>502 Bad Gateway</title></html>'),
  'server-error-page': fixed(
    500,
    { 'content-type': 'text/html' },
    fixtureText('aiaa/error-500-generic.html'),
  ),
  /** The service that owns port 5000 on some desktops. */
  'empty-403': fixed(403, { server: 'AirTunes/675.4.1' }),
  'login-wall': fixed(401, { ...NGINX_PAGE, 'www-authenticate': 'Basic realm="ai"' }, '<html>401</html>'),
  redirects: fixed(302, { location: 'http://169.254.169.254/latest/meta-data/' }),
  'bad-json': fixed(200, JSON_TYPE, '[{"name": "cut o'),
  'other-json': fixed(200, JSON_TYPE, '{"status":"UP"}'),
  'gzip-bomb': (response) => {
    const packed = gzipSync(Buffer.alloc(64 * MEGABYTE, 32))
    response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end(packed)
  },
  endless: async (response, gone) => {
    response.writeHead(200, JSON_TYPE)
    const blanks = Buffer.alloc(64 * 1024, 32)
    while (!gone.aborted) {
      if (!response.write(blanks)) await drained(response, gone)
    }
  },
  drip: async (response, gone) => {
    response.writeHead(200, JSON_TYPE)
    while (!gone.aborted) {
      response.write(' ')
      await sleep(DRIP_EVERY_MS, undefined, { signal: gone }).catch(() => undefined)
    }
  },
  'hangs-after-headers': (response) => {
    response.writeHead(200, JSON_TYPE).flushHeaders()
  },
  silent: () => undefined,
} satisfies Record<string, Behave>

const TCP_BEHAVIOURS = {
  /** The kernel accepts, the process is too busy to look. */
  'silent-socket': () => undefined,
  'closes-at-once': (socket: Socket) => socket.destroy(),
  'not-http': (socket: Socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'),
}

export type StrangeBehaviour = keyof typeof HTTP_BEHAVIOURS | keyof typeof TCP_BEHAVIOURS

export interface StrangeServer extends AsyncDisposable {
  readonly url: string
  /** Paths asked for, in order. */
  readonly paths: readonly string[]
}

/** A server that is no AI server, or a broken one, on a free port of 127.0.0.1. It treats every path alike. */
export async function startStrangeServer(behaviour: StrangeBehaviour): Promise<StrangeServer> {
  const paths: string[] = []
  const sockets = new Set<Socket>()
  const server = behaviour in TCP_BEHAVIOURS ? tcpServer(behaviour) : httpServer(behaviour, paths)
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    paths,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

function tcpServer(behaviour: StrangeBehaviour): Server {
  return createTcpServer(TCP_BEHAVIOURS[behaviour as keyof typeof TCP_BEHAVIOURS])
}

function httpServer(behaviour: StrangeBehaviour, paths: string[]): Server {
  const behave: Behave = HTTP_BEHAVIOURS[behaviour as keyof typeof HTTP_BEHAVIOURS]
  return createHttpServer((request, response) => {
    paths.push(request.url ?? '/')
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    void behave(response, gone.signal)
  })
}

function drained(response: ServerResponse, gone: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    response.once('drain', resolve)
    gone.addEventListener('abort', () => resolve(), { once: true })
  })
}
