/** What a handler gives back; the server adds cookies and sends it. */
export interface Answer {
  status: number
  headers?: Record<string, string>
  /** Content-Type; none is sent when absent. */
  type?: string
  body?: string | Buffer
}

export const JSON_TYPE = 'application/json;charset=UTF-8'
export const TEXT_TYPE = 'text/plain;charset=UTF-8'
const HTML_TYPE = 'text/html;charset=utf-8'

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Entity',
  500: 'Internal Server Error',
  501: 'Not Implemented',
}

export function empty(status: number, headers: Record<string, string> = {}): Answer {
  return { status, headers }
}

export function text(status: number, body: string): Answer {
  return { status, type: TEXT_TYPE, body }
}

export function json(status: number, value: unknown): Answer {
  return { status, type: JSON_TYPE, body: JSON.stringify(value) }
}

export function html(status: number, body: string): Answer {
  return { status, type: HTML_TYPE, body }
}

export function redirect(location: string): Answer {
  return { status: 302, headers: { location } }
}

/** Error page of the servlet container: starts with `<!doctype` and carries an `h1`. */
export function containerPage(status: number, message = '', headers: Record<string, string> = {}): Answer {
  const title = `HTTP Status ${status} – ${REASONS[status] ?? 'Error'}`
  const detail = message === '' ? '' : `<p><b>Message</b> ${escapeHtml(message)}</p>`
  return {
    ...html(
      status,
      `<!doctype html><html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1>${detail}<hr class="line" /><h3>Apache Tomcat/9.0.98</h3></body></html>`,
    ),
    headers,
  }
}

/** Status page of the `/data` engine: the message sits in the `h3`. */
export function statusPage(status: number, message = REASONS[status] ?? 'Error'): Answer {
  return {
    status,
    type: 'text/html',
    body: `<html>\n<head>\n   <title>Status page</title>\n</head>\n<body>\n<h3>${escapeHtml(message)}</h3><p>You can get technical details <a href="http://www.w3.org/Protocols/rfc2616/rfc2616-sec10.html">here</a>.<br>\nPlease continue your visit at our <a href="/">home page</a>.\n</p>\n</body>\n</html>\n`,
  }
}

export function escapeHtml(value: string): string {
  return value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
