import { randomUUID } from 'node:crypto'

/** A file whose bytes are read when they are needed. */
export interface FileBytes {
  readonly name: string
  readonly bytes: number
  /** Each piece is good until the next one is asked for. */
  readonly read: () => AsyncIterable<Uint8Array>
}

export type Part =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly contentType: string; readonly file: FileBytes }

export interface Body {
  readonly contentType: string
  /** Exact length: Flask's own server takes no body without one. */
  readonly bytes: number
  readonly read: () => AsyncIterable<Uint8Array>
}

/** A multipart form as a stream of known length. Nothing of a file is held in memory. */
export function multipart(parts: readonly Part[]): Body {
  const boundary = `ohif-admin-${randomUUID()}`
  const end = Buffer.from(`--${boundary}--\r\n`)
  const framed = parts.map((part) => ({ part, head: headOf(part, boundary) }))
  const bytes = framed.reduce((sum, { part, head }) => sum + head.length + sizeOf(part) + 2, end.length)
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytes,
    async *read() {
      for (const { part, head } of framed) {
        yield head
        if ('text' in part) yield Buffer.from(part.text)
        else yield* part.file.read()
        yield Buffer.from('\r\n')
      }
      yield end
    },
  }
}

const sizeOf = (part: Part) => ('text' in part ? Buffer.byteLength(part.text) : part.file.bytes)

function headOf(part: Part, boundary: string): Buffer {
  const disposition = `Content-Disposition: form-data; name="${part.name}"`
  const lines =
    'text' in part
      ? [disposition]
      : [`${disposition}; filename="${quotable(part.file.name)}"`, `Content-Type: ${part.contentType}`]
  return Buffer.from(`--${boundary}\r\n${lines.join('\r\n')}\r\n\r\n`)
}

/** As browsers write a file name into a form. */
const quotable = (name: string) => name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
