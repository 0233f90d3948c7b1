import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { startAiaaServer } from '@ohif-admin/simulators'
import { afterEach, describe, expect, it } from 'vitest'
import { type Network, parseNetwork } from './address-rules.ts'
import { createGuardedSend } from './guarded-send.ts'

const networks = [parseNetwork('127.0.0.0/8')].filter((network): network is Network => network !== undefined)
const send = createGuardedSend({
  rules: { hosts: [], networks, own: new Set() },
  standingOf: () => 'admin',
  resolve: async () => ['127.0.0.1'],
})

const disposal: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of disposal.splice(0)) await one[Symbol.asyncDispose]()
})

/** Takes whatever comes as it is; gives its port and the text it got so far. */
async function listen(onConnection: (socket: Socket) => void) {
  const got: Buffer[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('data', (bytes) => got.push(bytes))
    onConnection(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  disposal.push({
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  })
  return { port: (server.address() as AddressInfo).port, text: () => Buffer.concat(got).toString('latin1') }
}

/** A body of `bytes` in one buffer that is filled again for each piece, as a file is read. */
function body(bytes: number, pieceBytes: number) {
  let asked = 0
  return {
    bytes,
    asked: () => asked,
    async *read() {
      const piece = Buffer.alloc(pieceBytes)
      for (let at = 0; at < bytes; at += pieceBytes) {
        piece.fill(97 + (asked % 26))
        asked += 1
        yield piece.subarray(0, Math.min(pieceBytes, bytes - at))
      }
    },
  }
}

const put = (port: number, sent: ReturnType<typeof body>, signal = AbortSignal.timeout(20_000)) =>
  send(
    { method: 'PUT', url: `http://ai.example.org:${port}/a?b=c`, contentType: 'x/y', body: sent },
    { signal },
  )

describe('a guarded sending', () => {
  it('hands on every piece as it was, with the exact length and nothing of the person’s', async () => {
    const sent = body(1_000_000, 1_000)
    const { port, text } = await listen((socket) => {
      socket.on('data', () => {
        if (text().endsWith('l'.repeat(1_000))) socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
      })
    })
    expect(await put(port, sent)).toEqual({ status: 200, text: 'ok' })
    const [head = '', rest = ''] = text().split('\r\n\r\n')
    expect(head).toMatch(/^PUT \/a\?b=c HTTP\/1\.1\r\n/)
    expect(head.toLowerCase()).toContain(`host: ai.example.org:${port}`)
    expect(head.toLowerCase()).toContain('content-length: 1000000')
    expect(head).not.toMatch(/cookie|authorization|referer|transfer-encoding/i)
    const pieces = Array.from({ length: 1_000 }, (_, index) =>
      String.fromCharCode(97 + (index % 26)).repeat(1_000),
    )
    expect(rest === pieces.join('')).toBe(true)
  })

  it('ends with an answer that comes before the body is whole, and reads no more of it', async () => {
    const sent = body(200_000_000, 100_000)
    const { port } = await listen((socket) => {
      socket.once('data', () => {
        socket.pause()
        socket.write('HTTP/1.1 413 Too Large\r\ncontent-length: 3\r\n\r\nbig')
      })
    })
    expect(await put(port, sent)).toEqual({ status: 413, text: 'big' })
    expect(sent.asked()).toBeLessThan(1_000)
  })

  it('that nobody waits for any more lets go of the connection', async () => {
    const stop = new AbortController()
    const { port } = await listen((socket) => {
      socket.once('data', () => stop.abort(new Error('enough')))
      socket.once('data', () => socket.pause())
    })
    await expect(put(port, body(200_000_000, 100_000), stop.signal)).rejects.toThrow()
    await expect(put(port, body(10, 10), AbortSignal.abort(new Error('before')))).rejects.toThrow('before')
  })

  it('says what the connection says', async () => {
    const { port } = await listen((socket) => socket.once('data', () => socket.resetAndDestroy()))
    await expect(put(port, body(50_000_000, 100_000))).rejects.toThrow(/ECONNRESET|EPIPE|hang up/)
    await using server = await startAiaaServer({ tls: 'self-signed' })
    const secure = { method: 'DELETE', url: `${server.url}/x`, contentType: null, body: null } as const
    await expect(send(secure, { signal: AbortSignal.timeout(5_000) })).rejects.toThrow(/self-signed/)
    await expect(put(1, body(1, 1))).rejects.toMatchObject({ code: 'port-not-allowed' })
  })
})
