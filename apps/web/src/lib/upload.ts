import type { z } from 'zod'
import { errorOf } from './answers.ts'
import { ApiError } from './api-error.ts'

interface Uploading<Schema extends z.ZodType> {
  schema: Schema
  url: string
  file: Blob
  /** Told how many bytes have left the browser. */
  onSent: (bytes: number) => void
  signal: AbortSignal
}

/**
 * Sends a file as it is and gives the parsed answer. Only this old interface tells how far a body is. Rejects with
 * `ApiError`, or with the signal's reason.
 */
export function uploadFile<Schema extends z.ZodType>({
  schema,
  url,
  file,
  onSent,
  signal,
}: Uploading<Schema>) {
  const { promise, resolve, reject } = Promise.withResolvers<z.output<Schema>>()
  const call = new XMLHttpRequest()
  call.open('PUT', url)
  call.setRequestHeader('accept', 'application/json')
  call.setRequestHeader('content-type', 'application/octet-stream')
  call.setRequestHeader('x-ohif-admin', '1')
  call.upload.onprogress = ({ loaded }) => onSent(loaded)
  call.onload = () => {
    const { status, responseText } = call
    const type = call.getResponseHeader('content-type') ?? ''
    const answer = new Response(responseText, { status, headers: { 'content-type': type } })
    if (!answer.ok) return void errorOf(answer).then(reject, reject)
    answer
      .json()
      .then((value: unknown) => schema.parse(value))
      .then(resolve, (cause: unknown) => reject(new ApiError('unreadable', status, { cause })))
  }
  call.onerror = () => reject(new ApiError('unreachable', 0))
  call.onabort = () => reject(signal.reason)
  signal.addEventListener('abort', () => call.abort())
  call.send(file)
  return promise
}
