import { type IncomingHttpHeaders, request } from 'node:http'

export interface PlainAnswer {
  status: number
  headers: IncomingHttpHeaders
  text: string
  /** Parsed when it is JSON, else undefined. */
  json: unknown
}

interface PlainRequest {
  method?: string
  headers?: Record<string, string>
  body?: string
}

/** Sends exactly this: the path as it is written, no header of its own but host and length. */
export function plainRequest(
  baseUrl: string,
  path: string,
  { method = 'GET', headers = {}, body }: PlainRequest = {},
) {
  const { promise, resolve, reject } = Promise.withResolvers<PlainAnswer>()
  // Not every method frames a body by itself.
  const framing = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const sending = request(
    baseUrl,
    { method, path, headers: { ...framing, ...headers }, agent: false },
    (answer) => {
      const { statusCode = 0, headers: received } = answer
      let text = ''
      const done = () => resolve({ status: statusCode, headers: received, text, json: parse(text) })
      // A stream of events has no end: its first bytes are enough.
      const isStream = received['content-type']?.startsWith('text/event-stream') ?? false
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
        if (!isStream) return
        sending.destroy()
        done()
      })
      answer.on('end', done).on('error', reject)
    },
  )
  sending.on('error', reject)
  sending.setTimeout(10_000, () => sending.destroy(new Error(`${method} ${path} was not answered`)))
  sending.end(body)
  return promise
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
