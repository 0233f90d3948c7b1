import { Readable } from 'node:stream'
import type { ManagementRequest } from '@ohif-admin/aiaa-client'
import { request } from 'undici'
import { createPinnedAgent, type GuardOptions, judgedAddress } from './guarded-fetch.ts'
import { readTarget } from './outbound-policy.ts'

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
 * takes it and has its exact length; nothing is sent a second time, and a redirect is an answer. Waits as long as the
 * signal lets it. Throws `OutboundRefused`, the signal's reason and what the connection throws.
 */
export function createGuardedSend(options: GuardOptions): GuardedSend {
  return async ({ method, url, contentType, body }, { signal, onSent }) => {
    const target = readTarget(url)
    const dispatcher = createPinnedAgent(await judgedAddress(target, options))
    try {
      const { statusCode, body: answer } = await request(target, {
        method,
        dispatcher,
        signal,
        headersTimeout: 0,
        bodyTimeout: 0,
        headers: {
          accept: 'application/json',
          'user-agent': 'ohif-admin',
          ...(contentType === null ? {} : { 'content-type': contentType }),
          ...(body === null ? {} : { 'content-length': String(body.bytes) }),
        },
        body: body === null ? null : Readable.from(counted(body.read(), onSent), { objectMode: false }),
      })
      return { status: statusCode, text: await beginningOf(answer) }
    } finally {
      void dispatcher.destroy()
    }
  }
}

async function* counted(body: AsyncIterable<Uint8Array>, onSent: Sending['onSent']) {
  let bytes = 0
  for await (const chunk of body) {
    yield chunk
    bytes += chunk.byteLength
    onSent?.(bytes)
  }
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
