import type { RequestState } from '@ohif-admin/contracts'
import type { Tone } from '../../ui/tone.ts'

export const STATE_TONE: Record<RequestState, Tone> = {
  open: 'attention',
  approved: 'good',
  refused: 'bad',
  withdrawn: 'neutral',
}
