import type { ServerState } from '@ohif-admin/contracts'
import type { Tone } from './tone.ts'

/** `ok` is the only good one: whatever keeps a user from a model is at least worth a look. */
export const SERVER_TONE: Record<ServerState, Tone> = {
  ok: 'good',
  'ok-empty': 'attention',
  degraded: 'attention',
  busy: 'attention',
  unreachable: 'bad',
  'tls-error': 'bad',
  'wrong-service': 'bad',
  'auth-required': 'bad',
  error: 'bad',
  'not-called': 'unknown',
  'not-checked': 'unknown',
}
