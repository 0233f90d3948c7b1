import { type Answer, htmlLog, text } from '../http/answers.ts'
import type { AiServerCall } from '../http/control.ts'
import { lastLines, pageOrTextLog } from '../http/log.ts'
import type { Route } from '../http/router.ts'
import type { AiaaSettings } from './options.ts'
import type { AiaaState } from './state.ts'

/** `GET /logs/`: page or text, by version and parameters. */
export function logRoutes(state: AiaaState, settings: AiaaSettings): Route[] {
  return [{ method: 'GET', path: '/logs', handle: (call) => readLog(call, state.log, settings) }]
}

function readLog(call: AiServerCall, log: string, settings: AiaaSettings): Answer {
  if (settings.logs === 'html-unless-asked') return pageOrTextLog(call, log)
  const lines = lastLines(log, Number(call.query.get('lines') ?? 100))
  return settings.logs === 'html' ? htmlLog(lines) : text(200, lines)
}
