import { Me, type ProvePassword, type SignInRequest, SiteInfo } from '@ohif-admin/contracts'
import type { z } from 'zod'
import { errorOf, isJson } from './answers.ts'
import { ApiError } from './api-error.ts'
import type { Preference } from './preferences.ts'
import { withPassword } from './step-up.ts'
import { randomUuid } from './uuid.ts'

const TIMEOUT_MS = 30_000

export interface CallOptions {
  signal?: AbortSignal
}

export interface ApiOptions {
  fetch: typeof globalThis.fetch
  /** The path the console is served under, ending with a slash. */
  base: string
  /** In which the person reads the console. */
  language: () => Preference<'language'>
  /** Whether a person used the page just now. Requests without a person must not keep the sign-in alive. */
  isPersonActive: () => boolean
}

/** Names and values behind the `?`; what is undefined is left out. */
export type Query = Readonly<Record<string, string | number | undefined>>

interface Call extends CallOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  query?: Query
  body?: unknown
  /** How long the whole answer may take, when it is longer than usual. */
  timeoutMs?: number
}

/** The console's API. Every method rejects with {@link ApiError}, or with the signal's reason when aborted. */
export function createApi({ fetch, base, language, isPersonActive }: ApiOptions) {
  const url = (path: string, query: Query = {}) => {
    const given = Object.entries(query).filter(([, value]) => value !== undefined)
    const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
    return `${base}api/${path}${search.size > 0 ? `?${search}` : ''}`
  }

  async function sendOnce(path: string, call: Call): Promise<Response> {
    const { method = 'GET', query, body, signal, timeoutMs = TIMEOUT_MS } = call
    const timeout = AbortSignal.timeout(timeoutMs)
    const response = await fetch(url(path, query), {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      headers: { 'accept-language': language(), ...headersFor(method, body !== undefined, isPersonActive()) },
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    }).catch((cause: unknown) => {
      if (signal?.aborted) throw cause
      throw new ApiError('unreachable', 0, { cause })
    })
    if (!response.ok) throw await errorOf(response)
    return response
  }

  const send = (path: string, call: Call) => withPassword(() => sendOnce(path, call))

  async function read<Schema extends z.ZodType>(schema: Schema, path: string, call: Call = {}) {
    const response = await send(path, call)
    const parsed = schema.safeParse(await jsonOf(response, call.signal))
    if (!parsed.success) throw new ApiError('unreadable', response.status, { cause: parsed.error })
    return parsed.data
  }

  return {
    /** For features that bring the schemas of their own page along. */
    read,
    url,
    /** Deletes what is at this path. */
    remove: async (path: string): Promise<void> => void (await send(path, { method: 'DELETE' })),
    /** A call whose answer says no more than that it was done. */
    send: async (path: string, call: Call): Promise<void> => void (await send(path, call)),
    /** The body of an answer that comes in pieces; the signal ends it. */
    open: async (path: string, call: Call = {}) => {
      const { body, status } = await send(path, call)
      if (!body) throw new ApiError('unreadable', status)
      return body
    },
    site: {
      get: (options: CallOptions = {}) => read(SiteInfo, 'site', options),
    },
    session: sessionApi(read, send),
    events: eventsApi(send, url),
  }
}

type Send = (path: string, call: Call) => Promise<Response>

/** Who is signed in. */
function sessionApi(read: Read, send: Send) {
  return {
    get: (options: CallOptions = {}) => read(Me, 'session', options),
    signIn: (body: SignInRequest) => read(Me, 'session', { method: 'POST', body }),
    /** Gives the password again; rejects with `sign-in-refused` when XNAT does not take it. */
    prove: async (body: ProvePassword) => {
      await send('session/proof', { method: 'POST', body })
    },
    signOut: async () => {
      await send('session', { method: 'DELETE' })
    },
  }
}

/** The live stream, as its address and as an ordinary request. */
function eventsApi(send: Send, url: (path: string, query?: Query) => string) {
  const queryOf = (topics: readonly string[], lastEventId?: string, brief = false) => ({
    topics: topics.join(','),
    lastEventId,
    brief: brief ? 'true' : undefined,
  })
  const page = randomUuid()
  return {
    /** Where the stream of these topics is; of the log what follows `lastEventId`. `brief`: one that soon ends. */
    url: (topics: readonly string[], lastEventId?: string, brief?: boolean) =>
      url('events', { ...queryOf(topics, lastEventId, brief), page }),
    /** The status with which the stream begins. It is closed at once. */
    status: async (topics: readonly string[]): Promise<number> => {
      const enough = new AbortController()
      const { status } = await send('events', { query: queryOf(topics), signal: enough.signal })
      enough.abort()
      return status
    },
  }
}

type Read = <Schema extends z.ZodType>(schema: Schema, path: string, call?: Call) => Promise<z.output<Schema>>

export type Api = ReturnType<typeof createApi>

function headersFor(method: string, hasBody: boolean, personActive: boolean): Record<string, string> {
  return {
    accept: 'application/json',
    // A form or an image on another site cannot send this header.
    ...(method === 'GET' ? {} : { 'x-ohif-admin': '1' }),
    ...(hasBody ? { 'content-type': 'application/json' } : {}),
    ...(personActive || method !== 'GET' ? {} : { 'x-ohif-admin-background': '1' }),
  }
}

async function jsonOf(response: Response, signal?: AbortSignal): Promise<unknown> {
  if (!isJson(response)) throw new ApiError('unreadable', response.status)
  try {
    return await response.json()
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new ApiError(cause instanceof SyntaxError ? 'unreadable' : 'unreachable', response.status, {
      cause,
    })
  }
}
