import type { IncomingHttpHeaders } from 'node:http'
import type { JsessionRecord } from '../sign-in/sessions.ts'
import type { User } from '../world/model.ts'

/** One request on its way through the server, after the security filters. */
export interface Call {
  method: string
  /** Decoded by nobody: the path as sent, without the query. */
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
  /** Decoded path parameters. */
  params: Record<string, string>
  /** The guest account when nobody is signed in. */
  user: User
  session: JsessionRecord
  /** Name of the Tomcat thread that serves it. */
  thread: string
}

export function param(call: Call, name: string): string {
  return call.params[name] ?? ''
}

/** Throws SyntaxError for anything that is not JSON. */
export function parseJson(body: Buffer): unknown {
  return JSON.parse(body.toString('utf8'))
}

/** Reads a member of a value of unknown shape. */
export function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? (value as Record<string, unknown>)[name]
    : undefined
}
