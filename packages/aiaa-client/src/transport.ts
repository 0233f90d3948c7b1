import type { LookupFunction } from 'node:net'
import { Agent, buildConnector, fetch as undiciFetch } from 'undici'
import { networkFailure } from './failures.ts'
import type { Answered, Failure } from './outcome.ts'

/**
 * The part of `fetch` this client uses. A guarded fetch can stand in; it has to give up connecting (TCP, not the TLS
 * handshake) by itself, within 3 s: a timeout of `signal` is taken for a server that is connected and busy.
 */
export type FetchLike = (
  url: string,
  init: {
    readonly method: 'GET'
    readonly headers: Readonly<Record<string, string>>
    readonly redirect: 'manual'
    readonly signal: AbortSignal
  },
) => Promise<{
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly body: AsyncIterable<Uint8Array> | null
}>

export interface Reply {
  readonly answered: Answered
  readonly hasBody: boolean
  readonly text: string
  /** The parsed body; undefined when it is not JSON. */
  readonly json: unknown
}

export type Get = (url: string, timeoutMs: number) => Promise<Reply | Failure>

const CONNECT_TIMEOUT_MS = 3_000
/** Only cleans up: the time of the call itself is over long before. */
const HANDSHAKE_TIMEOUT_MS = 180_000
const BODY_LIMIT_BYTES = 1024 * 1024

// Nothing is taken from the request that led here: no cookie and no token may reach a server somebody typed in.
const HEADERS = { accept: 'application/json', 'user-agent': 'ohif-admin' }

class TooLarge extends Error {}

/** Reads one address: redirects are not followed, the whole answer must come within the time and within 1 MB. */
export function createGet(fetch: FetchLike = createFetch()): Get {
  return async (url, timeoutMs) => {
    let answered: Answered | null = null
    try {
      const response = await fetch(url, {
        method: 'GET',
        headers: HEADERS,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      })
      answered = {
        status: response.status,
        server: response.headers.get('server'),
        contentType: response.headers.get('content-type'),
        location: response.headers.get('location'),
      }
      const text = await readText(response.body)
      return { answered, hasBody: text.length > 0, text, json: parse(text) }
    } catch (cause) {
      if (cause instanceof TooLarge) return { state: 'wrong-service', reason: 'too-large', answered }
      const failure = networkFailure(cause, answered)
      if (failure) return failure
      throw cause
    }
  }
}

export function isReply(answer: Reply | Failure): answer is Reply {
  return 'json' in answer
}

/** A new connection per request: a pooled one would hide that the server stopped listening. */
function createFetch(): FetchLike {
  const dispatcher = new Agent({ pipelining: 0, connect: createAiServerConnector() })
  return (url, init) => undiciFetch(url, { ...init, dispatcher })
}

/**
 * Connects undici to an AI server, TCP and TLS apart: a server at work accepts connections, but its handshake waits until
 * the work is done. `lookup` stands in for the resolver of names.
 */
export function createAiServerConnector(lookup?: LookupFunction): buildConnector.connector {
  const resolver = lookup ? { lookup } : {}
  const connectTcp = buildConnector({ timeout: CONNECT_TIMEOUT_MS, ...resolver })
  const shakeHands = buildConnector({ timeout: HANDSHAKE_TIMEOUT_MS, ...resolver })
  return (options, callback) => {
    if (options.protocol !== 'https:') return connectTcp(options, callback)
    connectTcp({ ...options, protocol: 'http:' }, (...[error, socket]) => {
      if (error) callback(error, null)
      else shakeHands({ ...options, httpSocket: socket }, callback)
    })
  }
}

/** Counts bytes after decompression, so a small packed body cannot grow without end. */
async function readText(body: AsyncIterable<Uint8Array> | null): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > BODY_LIMIT_BYTES) throw new TooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
