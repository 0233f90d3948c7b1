import pino, { type DestinationStream, type Logger } from 'pino'

/**
 * The server's own log. Requests are logged by route and status, never with query, headers or bodies: those hold
 * search texts, cookies and passwords. `destination` is standard output unless given.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    redact: {
      paths: ['req.headers', 'res.headers', '*.password', '*.cookie', '*.authorization', '*.xnatSession'],
      censor: '(hidden)',
    },
    serializers: { req: describeRequest, res: describeReply, err: describeError },
  }
  return destination ? pino(options, destination) : pino(options)
}

interface RequestLike {
  method?: string
  url?: string
  ip?: string
  routeOptions?: { url?: string }
}

const describeRequest = ({ method, url, ip, routeOptions }: RequestLike) => ({
  method,
  route: routeOptions?.url ?? url?.split('?', 1)[0],
  address: ip,
})

const describeReply = ({ statusCode }: { statusCode?: number }) => ({ statusCode })

/** Causes of causes are rarely more than three deep; a circle of them must end. */
const MAX_CAUSES = 5

interface DescribedError {
  type: string
  message?: string
  code?: unknown
  status?: unknown
  stack: string
  cause?: DescribedError
}

/**
 * An error without what it carries along: XNAT's own words, rows and parsed values name labels, paths and people.
 * A syntax error quotes the text it could not read, so its message stays out too.
 */
function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, stack: '' }
  const {
    name,
    message,
    stack = '',
    cause,
    code,
    status,
  } = error as Error & Record<'code' | 'status', unknown>
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
  return {
    type: name,
    ...(error instanceof SyntaxError ? {} : { message }),
    ...(code === undefined ? {} : { code }),
    ...(status === undefined ? {} : { status }),
    stack: frames.join('\n'),
    ...(cause instanceof Error && depth < MAX_CAUSES ? { cause: describeError(cause, depth + 1) } : {}),
  }
}
