import { StreamMessage } from '@ohif-admin/contracts'

export interface Answer {
  status: number
  headers: Headers
  text: string
  /** Parsed when it is JSON, else undefined. */
  json: unknown
}

/** What a browser on the console's own page sends: its cookie, our header, its fetch metadata. */
export interface Browser {
  cookie: string | undefined
  send(
    method: string,
    path: string,
    init?: { body?: unknown; headers?: Record<string, string> },
  ): Promise<Answer>
  get(path: string): Promise<Answer>
  post(path: string, body?: unknown): Promise<Answer>
  delete(path: string): Promise<Answer>
  /** Opens the event stream, for a page of this name where one is given; throws the answer when it is refused. */
  listen(topics: string, lastEventId?: string, page?: string): Promise<EventStream>
}

export interface EventStream extends AsyncDisposable {
  /** All but the heartbeats. */
  messages: StreamMessage[]
  /** Everything received, as it came. */
  raw(): string
  /** Id of the last message that had one. */
  lastEventId(): string
  /** Resolves with the first message, past or future, that fits. */
  until(fits: (message: StreamMessage) => boolean): Promise<StreamMessage>
  /** Resolves when that many more heartbeats came. */
  beats(count: number): Promise<void>
  /** Resolves when the server ended the stream. */
  ended: Promise<void>
}

const OWN_PAGE = { 'x-ohif-admin': '1', 'sec-fetch-site': 'same-origin' }

export function createBrowser(baseUrl: () => string): Browser {
  const browser: Browser = {
    cookie: undefined,
    async send(method, path, { body, headers = {} } = {}) {
      const response = await fetch(new URL(path, baseUrl()), {
        method,
        redirect: 'manual',
        headers: {
          ...OWN_PAGE,
          ...(browser.cookie ? { cookie: browser.cookie } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const [cookie] = response.headers.getSetCookie()
      if (cookie) browser.cookie = cookie.split(';', 1)[0]
      const text = await response.text()
      return { status: response.status, headers: response.headers, text, json: parse(text) }
    },
    get: (path) => browser.send('GET', path),
    post: (path, body) => browser.send('POST', path, { body: body ?? {} }),
    delete: (path) => browser.send('DELETE', path),
    listen(topics, lastEventId, page) {
      const query = new URLSearchParams({ topics, ...(page ? { page } : {}) })
      return listen(new URL(`/api/events?${query}`, baseUrl()), browser.cookie ?? '', lastEventId)
    },
  }
  return browser
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function listen(url: URL, cookie: string, lastEventId?: string): Promise<EventStream> {
  const leave = new AbortController()
  const response = await fetch(url, {
    headers: {
      cookie,
      'sec-fetch-site': 'same-origin',
      ...(lastEventId ? { 'last-event-id': lastEventId } : {}),
    },
    signal: leave.signal,
  })
  if (response.status !== 200 || !response.body)
    throw new Error(`refused with ${response.status}: ${await response.text()}`)
  const { body } = response
  const messages: StreamMessage[] = []
  const waiting = new Set<() => void>()
  let raw = ''
  let lastId = ''
  const ended = (async () => {
    let rest = ''
    try {
      for await (const text of body.pipeThrough(new TextDecoderStream())) {
        raw += text
        const frames = `${rest}${text}`.split('\n\n')
        rest = frames.pop() ?? ''
        for (const frame of frames) {
          const data = frame.split('\n').find((line) => line.startsWith('data: '))
          const id = frame.split('\n').find((line) => line.startsWith('id: '))
          if (id) lastId = id.slice(4)
          const message = data && StreamMessage.parse(JSON.parse(data.slice(6)))
          if (message && message.type !== 'beat') messages.push(message)
        }
        for (const look of waiting) look()
      }
    } catch (error) {
      if (!leave.signal.aborted) throw error
    }
  })()
  // Whoever awaits it sees a cut; a test that does not care is not ended by one.
  ended.catch(() => undefined)
  function seen<Found>(find: () => Found | undefined): Promise<Found> {
    const { promise, resolve } = Promise.withResolvers<Found>()
    const look = () => {
      const found = find()
      if (found !== undefined) resolve(found)
    }
    waiting.add(look)
    look()
    return promise.finally(() => waiting.delete(look))
  }
  const beatsSoFar = () => raw.split('{"type":"beat"}').length - 1
  return {
    messages,
    raw: () => raw,
    lastEventId: () => lastId,
    ended,
    until: (fits) => seen(() => messages.find(fits)),
    async beats(count) {
      const wanted = beatsSoFar() + count
      await seen(() => (beatsSoFar() >= wanted ? true : undefined))
    },
    async [Symbol.asyncDispose]() {
      leave.abort()
      await ended
    },
  }
}
