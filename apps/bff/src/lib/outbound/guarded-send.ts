import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import type { Socket } from 'node:net'
import { createAiServerConnector, type ManagementRequest } from '@ohif-admin/aiaa-client'
import { type GuardOptions, judgedAddress, pinned } from './guarded-fetch.ts'
import { hostOf, readTarget } from './outbound-policy.ts'

/** More of an answer than this is not read: it holds a success or an error, never data. */
const ANSWER_BYTES = 64 * 1024

interface Sending {
  signal: AbortSignal
  /** Told how many bytes of the body were handed to the connection so far. */
  onSent?: (bytes: number) => void
}

export interface Sent {
  status: number
  text: string
}

export type GuardedSend = (sent: ManagementRequest, sending: Sending) => Promise<Sent>

/**
 * The way out for what changes an AI server, under the rules of the guarded fetch. The body is read as the connection
 * takes it, a piece when the last one is gone, and has its exact length; nothing is sent a second time, and a redirect is an
 * answer. Waits as long as the signal lets it. Throws `OutboundRefused`, the signal's reason and what the connection throws.
 */
export function createGuardedSend(options: GuardOptions): GuardedSend {
  return async ({ method, url, contentType, body }, { signal, onSent }) => {
    const target = readTarget(url)
    const address = await judgedAddress(target, options)
    const socket = await connected(target, address, signal)
    const call = request({
      method,
      path: `${target.pathname}${target.search}`,
      signal,
      headers: {
        host: target.host,
        accept: 'application/json',
        'user-agent': 'ohif-admin',
        ...(contentType === null ? {} : { 'content-type': contentType }),
        ...(body === null ? {} : { 'content-length': String(body.bytes) }),
      },
      createConnection: () => socket,
    })
    try {
      const answered = new Promise<IncomingMessage>((resolve, reject) => {
        call.once('response', resolve).on('error', reject)
      })
      // Where the connection breaks it is the call that says why.
      sendAll(call, body, onSent).catch((error: Error) => call.destroy(error))
      const answer = await answered
      return { status: answer.statusCode ?? 0, text: await beginningOf(answer) }
    } finally {
      call.destroy()
    }
  }
}

/** Connects as the other calls to AI servers do, to the address that was judged. */
function connected(target: URL, address: string, signal: AbortSignal): Promise<Socket> {
  const connect = createAiServerConnector(pinned(address))
  const { host, protocol, port } = target
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason)
    if (signal.aborted) return leave()
    signal.addEventListener('abort', leave, { once: true })
    connect({ host, hostname: hostOf(target), protocol, port }, (...[error, socket]) => {
      signal.removeEventListener('abort', leave)
      if (error) reject(error)
      else if (signal.aborted) socket.destroy()
      else resolve(socket)
    })
  })
}

async function sendAll(
  call: ClientRequest,
  body: ManagementRequest['body'],
  onSent: Sending['onSent'],
): Promise<void> {
  let bytes = 0
  for await (const piece of body?.read() ?? []) {
    await written(call, piece)
    bytes += piece.byteLength
    onSent?.(bytes)
  }
  call.end()
}

/** Resolves when the piece was handed to the system, which no longer needs it then. */
function written(call: ClientRequest, piece: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(new Error('The connection is gone.'))
    call.once('close', gone)
    call.write(piece, (error) => {
      call.off('close', gone)
      if (error) reject(error)
      else resolve()
    })
  })
}

async function beginningOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    size += chunk.byteLength
    if (size > ANSWER_BYTES) break
  }
  return Buffer.concat(chunks).toString('utf8').slice(0, ANSWER_BYTES)
}
