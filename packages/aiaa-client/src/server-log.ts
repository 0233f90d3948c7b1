import type { Identity } from './detect.ts'
import { answerFailure } from './failures.ts'
import type { Outcome } from './outcome.ts'
import { isPage, pageText } from './page-text.ts'
import { type Get, isReply } from './transport.ts'

export type ServerLogSource = 'log' | 'gpu'

export interface ServerLogText {
  readonly text: string
  /** It came as a page, whose markup was taken off. */
  readonly wasPage: boolean
}

/**
 * The last `lines` lines of a server's own log, or what it says of its GPUs, as plain text. Old releases take a file name
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
  const wasPage = isPage(answered.contentType, text)
  const plain = wasPage ? pageText(text) : text
  return { state: plain.trim() === '' ? 'ok-empty' : 'ok', value: { text: plain, wasPage } }
}

function pathOf(identity: Identity, source: ServerLogSource, lines: number): string {
  // Zero would give the whole log, which may be a hundred megabytes.
  if (source === 'log') return `/logs/?lines=${Math.max(1, lines)}&html=false&text=true`
  return identity.kind === 'monai-label' ? '/logs/gpu' : '/monailabel/logs/gpu'
}
