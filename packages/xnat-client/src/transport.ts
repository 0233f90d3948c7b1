import type { Readable } from 'node:stream'
import { Agent, type Dispatcher, errors, request } from 'undici'
import { classifyRedirect, errorText, UpstreamError } from './errors.ts'

/**
 * A fixed, non-browser agent: XNAT redirects browser-like agents to its login page and asks them for CSRF tokens.
 */
export const USER_AGENT = 'ohif-admin-bff/1.0'

/** `application/json` alone is answered 406 where XNAT writes plain text. */
export const ACCEPT = 'application/json, */*;q=0.5'

/** The headers of every call, listed and never copied from a browser's request. */
export function upstreamHeaders(session: string | undefined): Record<string, string> {
  const headers: Record<string, string> = { accept: ACCEPT, 'user-agent': USER_AGENT }
  if (session !== undefined) headers['cookie'] = `JSESSIONID=${session}`
  return headers
}

export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Path and query below the base URL, built by `paths`. */
  path: string
  /** The XNAT session to act in. Never together with `basic`: XNAT would not check the password. */
  session?: string
  basic?: { name: string; secret: string }
  /** How long the whole call may take; 0 waits as long as `signal` lets it. */
  timeoutMs: number
  signal?: AbortSignal
  /** A JSON body, as text. */
  json?: string
  /** What is wanted instead of JSON. */
  accept?: string
}

export interface Answer {
  status: number
  contentType: string
  text: string
  setCookie: readonly string[]
}

export interface Transport {
  /** Sends one call, without retries or redirects. Throws `UpstreamError` of kind `unreachable` or `timeout`. */
  send(call: Call): Promise<Answer & { location: string | undefined }>
  /** As `send`, and throws kind `refused` for anything but 2xx. */
  ask(call: Call): Promise<Answer>
  /**
   * As `ask`, but hands on the body piece by piece, without a limit of its own; gives the status. What `take` throws ends
   * the call.
   */
  read(call: Call, take: (bytes: Buffer) => void): Promise<number>
  /**
   * As `ask`, but gives the body of the answer as it arrives, without a limit of its own; it must be read to its end
   * or destroyed. Reading it throws what a connection throws.
   */
  open(call: Call): Promise<{ status: number; contentType: string; body: Readable }>
  close(): Promise<void>
}

const BODY_LIMIT = 64 * 1024 * 1024
/** XNAT says why in the first lines of a page. */
const REFUSAL_LIMIT = 1024 * 1024

/** Speaks HTTP with one XNAT at `baseUrl` (context path included). */
export function createTransport(baseUrl: string): Transport {
  // 30 s to connect would hide a dead XNAT from the page for half a minute; five is ample inside one site.
  const agent = new Agent({ connect: { timeout: 5_000 }, connections: 64, keepAliveTimeout: 10_000 })
  const base = baseUrl.replace(/\/+$/, '')

  async function send(call: Call) {
    try {
      const response = await request(`${base}${call.path}`, options(call, agent))
      // The body is read inside the same try: a server that stalls half-way is a timeout, not a parse error.
      const text = await readText(response.body)
      return {
        status: response.statusCode,
        contentType: single(response.headers['content-type']) ?? '',
        text,
        location: single(response.headers['location']),
        setCookie: [response.headers['set-cookie'] ?? []].flat(),
      }
    } catch (cause) {
      throw cause instanceof UpstreamError ? cause : connectionFailure(call, cause)
    }
  }

  async function ask(call: Call) {
    const answer = await send(call)
    if (isSuccess(answer.status)) return answer
    throw refusal(call, answer)
  }

  async function read(call: Call, take: (bytes: Buffer) => void) {
    const { status, body } = await open(call)
    try {
      for await (const bytes of body as AsyncIterable<Buffer>) take(bytes)
    } catch (cause) {
      throw cause instanceof UpstreamError ? cause : connectionFailure(call, cause)
    }
    return status
  }

  async function open(call: Call) {
    const response = await request(`${base}${call.path}`, options(call, agent)).catch((cause: unknown) => {
      throw connectionFailure(call, cause)
    })
    const { statusCode: status, headers, body } = response
    if (isSuccess(status)) return { status, contentType: single(headers['content-type']) ?? '', body }
    const text = await readText(body, REFUSAL_LIMIT).catch(() => '')
    throw refusal(call, { status, text, location: single(headers['location']) })
  }

  return { send, ask, read, open, close: () => agent.destroy() }
}

const isSuccess = (status: number) => status >= 200 && status < 300

function refusal(
  call: Call,
  { status, text, location }: { status: number; text: string; location: string | undefined },
): UpstreamError {
  const redirected = status >= 300 && status < 400
  return new UpstreamError('refused', `${call.method ?? 'GET'} ${pathOnly(call)} answered ${status}`, {
    status,
    ...(redirected ? { redirect: classifyRedirect(location) } : {}),
    said: errorText(text),
  })
}

function options(call: Call, dispatcher: Dispatcher) {
  const headers = upstreamHeaders(call.session)
  if (call.basic) {
    const pair = Buffer.from(`${call.basic.name}:${call.basic.secret}`, 'utf8').toString('base64')
    headers['authorization'] = `Basic ${pair}`
  }
  if (call.accept !== undefined) headers['accept'] = call.accept
  if (call.json !== undefined) headers['content-type'] = 'application/json'
  const deadline = call.timeoutMs > 0 ? [AbortSignal.timeout(call.timeoutMs)] : []
  return {
    method: call.method ?? 'GET',
    headers,
    ...(call.json === undefined ? {} : { body: call.json }),
    dispatcher,
    // Bulk calls answer when the work is done, hours later: only our own deadline counts.
    headersTimeout: 0,
    bodyTimeout: 0,
    signal: AbortSignal.any([...deadline, ...(call.signal ? [call.signal] : [])]),
  }
}

async function readText(body: Dispatcher.ResponseData['body'], limit = BODY_LIMIT): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) throw new UpstreamError('unexpected', 'The answer is larger than 64 MB.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function connectionFailure(call: Call, cause: unknown): UpstreamError {
  const timedOut =
    (cause instanceof Error && cause.name === 'TimeoutError') || cause instanceof errors.ConnectTimeoutError
  return new UpstreamError(
    timedOut ? 'timeout' : 'unreachable',
    `${call.method ?? 'GET'} ${pathOnly(call)} failed`,
    {
      cause,
    },
  )
}

const pathOnly = (call: Call) => call.path.split('?', 1)[0]
const single = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)
