import pino, { type Logger } from 'pino'

/**
 * The server's own log. Requests are logged by route and status, never with query, headers or bodies: those hold
 * search texts, cookies and passwords.
 */
export function createLogger(level: string): Logger {
  return pino({
    level,
    redact: {
      paths: [
        'req.headers',
        'res.headers',
        '*.password',
        '*.cookie',
        '*.authorization',
        '*.xnatSession',
        'err.config',
        'err.headers',
        'err.body',
      ],
      censor: '(hidden)',
    },
    serializers: {
      req: (request: { method?: string; url?: string; ip?: string; routeOptions?: { url?: string } }) => ({
        method: request.method,
        route: request.routeOptions?.url ?? request.url?.split('?', 1)[0],
        address: request.ip,
      }),
      res: (reply: { statusCode?: number }) => ({ statusCode: reply.statusCode }),
      err: pino.stdSerializers.err,
    },
  })
}
