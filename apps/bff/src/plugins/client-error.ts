import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { ErrorBody, ErrorCode } from '@ohif-admin/contracts'

/** What the HTTP parser refuses, by its code: the answer's status, code and words. */
const REFUSALS: Readonly<Record<string, [number, ErrorCode, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'bad-request', 'The request took too long to arrive.'],
  HPE_HEADER_OVERFLOW: [431, 'payload-too-large', 'The address or the headers are too long.'],
}

/**
 * Answers what is not HTTP enough to become a request, in the shape of every other error. No hook runs for it, so the
 * headers that matter for a piece of JSON stand here.
 */
export function answerClientError(error: Error & { code?: string }, socket: Socket) {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, code, message] = REFUSALS[error.code ?? ''] ?? [
    400,
    'bad-request',
    'The request cannot be read.',
  ]
  const body = JSON.stringify({ code, message, requestId: randomUUID() } satisfies ErrorBody)
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    "content-security-policy: default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options: nosniff',
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}
