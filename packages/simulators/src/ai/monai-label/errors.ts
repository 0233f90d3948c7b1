import { type Answer, json, text } from '../http/answers.ts'

export function detail(status: number, message: unknown): Answer {
  return json(status, { detail: message })
}

/** An exception nobody caught: plain text, and no CORS headers, because it is answered outside the CORS layer. */
export function unhandled(): Answer {
  return text(500, 'Internal Server Error')
}

export function isUnhandled(answer: Answer): boolean {
  return answer.status === 500 && (answer.headers['content-type'] ?? '').startsWith('text/plain')
}

export function missingField(name: string): Answer {
  return detail(422, [{ type: 'missing', loc: ['body', name], msg: 'Field required', input: null }])
}
