/** What a simulated server answers, before it is written to the socket. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

export function json(status: number, value: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
}

export function text(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body }
}

export function html(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body }
}

export function binary(body: Buffer): Answer {
  return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body }
}

/** A page that shows a log, the way both server families wrap it for browsers. */
export function htmlLog(log: string): Answer {
  const escaped = log.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return html(200, `<!DOCTYPE html>\n<html><body><pre>${escaped}</pre></body></html>\n`)
}

/** A string that looks like markup becomes a page, any other string plain text, everything else JSON. */
export function answerOf(status: number, body: unknown): Answer {
  if (typeof body !== 'string') return json(status, body)
  return body.trimStart().startsWith('<') ? html(status, body) : text(status, body)
}

/** The result of an inference: the parameters as JSON and the mask as a file. */
export function resultParts(params: unknown, partName: string, mask: Buffer): Answer {
  const boundary = 'simulated-result'
  const head = [
    `--${boundary}`,
    'Content-Disposition: form-data; name="params"',
    'Content-Type: application/json',
    '',
    JSON.stringify(params),
    `--${boundary}`,
    `Content-Disposition: form-data; name="${partName}"; filename="result.nii.gz"`,
    'Content-Type: application/octet-stream',
    '',
    '',
  ].join('\r\n')
  return {
    status: 200,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: Buffer.concat([Buffer.from(head), mask, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  }
}
