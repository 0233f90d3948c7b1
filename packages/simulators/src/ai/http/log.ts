import { type Answer, htmlLog, text } from './answers.ts'
import type { AiServerCall } from './control.ts'

/** The last `lines` lines; 0 gives the whole log. */
export function lastLines(log: string, lines: number): string {
  if (lines <= 0) return log
  const all = log.replace(/\n$/, '').split('\n')
  return `${all.slice(-lines).join('\n')}\n`
}

/** An HTML page unless `html=false` or `text=true` is asked for; 300 lines unless told (MONAI Label source). */
export function pageOrTextLog(call: AiServerCall, log: string): Answer {
  const lines = lastLines(log, Number(call.query.get('lines') ?? 300))
  const plain = call.query.get('html') === 'false' || call.query.get('text') === 'true'
  return plain ? text(200, lines) : htmlLog(lines)
}
