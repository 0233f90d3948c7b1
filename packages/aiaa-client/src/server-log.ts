import type { Identity } from './detect.ts'
import { answerFailure } from './failures.ts'
import type { Outcome } from './outcome.ts'
import { type Get, isReply } from './transport.ts'

export type ServerLogSource = 'log' | 'gpu'

export interface ServerLogText {
  readonly text: string
  readonly contentType: string | null
}

/**
 * The last `lines` lines of a server's own log, or what it says of its GPUs, as it came: plain text, or a
 * page that shows it. Old releases take a file name
 * here and would give any file of the machine, so no other parameter is ever sent.
 */
export async function readServerLog(
  get: Get,
  base: string,
  {
    identity,
    source,
    lines,
    timeoutMs,
  }: { identity: Identity; source: ServerLogSource; lines: number; timeoutMs: number },
): Promise<Outcome<ServerLogText>> {
  const reply = await get(base + pathOf(identity, source, lines), timeoutMs)
  if (!isReply(reply)) return reply
  const { answered, hasBody, json, text } = reply
  if (answered.status !== 200) return answerFailure(answered, hasBody, json !== undefined)
  const { contentType } = answered
  return { state: text.trim() === '' ? 'ok-empty' : 'ok', value: { text, contentType } }
}

function pathOf(identity: Identity, source: ServerLogSource, lines: number): string {
  // Zero would give the whole log, which may be a hundred megabytes.
  if (source === 'log') return `/logs/?lines=${Math.max(1, lines)}&html=false&text=true`
  return identity.kind === 'monai-label' ? '/logs/gpu' : '/monailabel/logs/gpu'
}
