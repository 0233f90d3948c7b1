import {
  type GuidedSettings,
  Impact,
  type ImpactRequest,
  LogCount,
  LogDensity,
  LogFiles,
  LogPage,
  Me,
  Overview,
  type ProjectId,
  ProjectListing,
  type ProvePassword,
  type QueueOrder,
  Run,
  RunComparison,
  type RunControl,
  type RunFilter,
  type RunId,
  RunList,
  type RunListQuery,
  RunLog,
  RunPage,
  RunSessionPage,
  type RunSessionsQuery,
  SessionListing,
  type SignInRequest,
  SiteInfo,
  type StartRun,
} from '@ohif-admin/contracts'
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
    overview: {
      get: (options: CallOptions = {}) => read(Overview, 'overview', options),
    },
    runs: runsApi(read, url),
    projects: {
      list: (options: CallOptions = {}) => read(ProjectListing, 'xnat/projects', options),
      accessible: (options: CallOptions = {}) => read(ProjectListing, 'xnat/accessible-projects', options),
      sessions: (id: ProjectId, options: CallOptions = {}) =>
        read(SessionListing, `xnat/projects/${encodeURIComponent(id)}/sessions`, options),
    },
    log: logApi(read, url),
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

function runsApi(read: Read, url: (path: string, query?: Query) => string) {
  return {
    list: (limit: number, options: CallOptions = {}) =>
      read(RunList, 'runs', { ...options, query: { limit } }),
    /** Some of the runs; `after` the `next` of one page comes the next one. */
    page: (query: Partial<RunListQuery>, options: CallOptions = {}) =>
      read(RunPage, 'runs', { ...options, query }),
    get: (id: RunId, options: CallOptions = {}) => read(Run, runPath(id), options),
    /** What a run would do. It is sent like a change, because a selection can be long, but changes nothing. */
    impact: (body: ImpactRequest, options: CallOptions = {}) =>
      read(Impact, 'runs/impact', { ...options, method: 'POST', body }),
    start: (body: z.input<typeof StartRun>) => read(Run, 'runs', { method: 'POST', body }),
    control: (id: RunId, body: RunControl) => read(Run, `${runPath(id)}/control`, { method: 'POST', body }),
    settings: (id: RunId, body: GuidedSettings) =>
      read(Run, `${runPath(id)}/settings`, { method: 'PUT', body }),
    order: (body: QueueOrder) => read(RunList, 'runs/queue', { method: 'PUT', body }),
    sessions: (id: RunId, query: RunSessionsQuery, options: CallOptions = {}) =>
      read(RunSessionPage, `${runPath(id)}/sessions`, { ...options, query }),
    comparison: (id: RunId, options: CallOptions = {}) =>
      read(RunComparison, `${runPath(id)}/comparison`, options),
    log: (id: RunId, options: CallOptions = {}) => read(RunLog, `${runPath(id)}/log`, options),
    stopWatching: (id: RunId) => read(Run, `${runPath(id)}/stop-watching`, { method: 'POST', body: {} }),
    /** Where the list of runs is as a file. */
    listExportUrl: (query: Partial<RunFilter> & { format: 'csv' | 'json' }) => url('runs/export', query),
    /** Where the verdicts of a run are as a file. */
    exportUrl: (id: RunId, format: 'csv' | 'json') => url(`${runPath(id)}/export`, { format }),
  }
}

/** The log explorer. Answers a pattern that cannot be used with `bad-request`, naming the field `text`. */
function logApi(read: Read, url: (path: string, query?: Query) => string) {
  return {
    lines: (query: Query, options: CallOptions = {}) => read(LogPage, 'log/lines', { ...options, query }),
    files: (options: CallOptions = {}) => read(LogFiles, 'log/files', options),
    density: (query: Query, options: CallOptions = {}) =>
      read(LogDensity, 'log/density', { ...options, query }),
    /** How many lines match on one side of a place. */
    count: (query: Query, options: CallOptions = {}) => read(LogCount, 'log/count', { ...options, query }),
    /** Where the stream of a search is. */
    searchUrl: (query: Query) => url('log/search', query),
    /** Where the log is as a file, whole or filtered. */
    downloadUrl: (query: Query) => url('log/download', query),
  }
}

export type Api = ReturnType<typeof createApi>

function runPath(id: RunId): string {
  return `runs/${encodeURIComponent(id)}`
}

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
