import type { AiServer, CheckStep, ServerReason, ServerState } from '@ohif-admin/contracts'
import type { Translate } from '../../i18n/translate.ts'
import { SERVER_TONE } from '../../ui/server-tone.ts'
import type { Tone } from '../../ui/tone.ts'

export const STEP_TONE: Record<CheckStep['outcome'], Tone> = {
  ok: 'good',
  attention: 'attention',
  bad: 'bad',
  unknown: 'unknown',
  skipped: 'neutral',
}

/** What is the matter, and why as far as that is known. */
export function reasonSentence(state: ServerState, reason: ServerReason | null, t: Translate): string {
  return reason === null ? t(`servers.why.${state}`) : t(`servers.reason.${reason}`)
}

/** `AIAA 4.1`, `MONAI Label`, or that nobody knows. */
export function kindText({ kind, generation }: Pick<AiServer, 'kind' | 'generation'>, t: Translate): string {
  if (kind === null) return t('servers.kind.unknown')
  const name = t(`servers.kind.${kind}`)
  return kind === 'aiaa' && generation !== null && generation !== 'unknown' ? `${name} ${generation}` : name
}

/** What a person looks for first: what does not work, then what is used most. */
export function byUrgency(a: AiServer, b: AiServer): number {
  const weight = ({ last }: AiServer) => URGENCY.indexOf(SERVER_TONE[last?.state ?? 'not-checked'])
  return weight(a) - weight(b) || b.projects - a.projects || a.origin.localeCompare(b.origin)
}

const URGENCY: readonly Tone[] = ['bad', 'attention', 'unknown', 'neutral', 'running', 'good']

/** How many servers are in each tone, for the sentence above the list. */
export function countTones(servers: readonly AiServer[]): {
  good: number
  attention: number
  bad: number
  unknown: number
} {
  const counts = { good: 0, attention: 0, bad: 0, unknown: 0 }
  for (const { last } of servers) {
    const tone = SERVER_TONE[last?.state ?? 'not-checked']
    if (tone in counts) counts[tone as keyof typeof counts] += 1
  }
  return counts
}
