/** What a state means to the reader. `unknown` is its own look, never a shade of good. */
export type Tone = 'neutral' | 'running' | 'good' | 'attention' | 'bad' | 'unknown'

/** Text and soft background of a tone. */
export const TONE_CLASS: Record<Tone, string> = {
  neutral: 'text-neutral bg-neutral-soft border-transparent',
  running: 'text-running bg-running-soft border-transparent',
  good: 'text-good bg-good-soft border-transparent',
  attention: 'text-attention bg-attention-soft border-transparent',
  bad: 'text-bad bg-bad-soft border-transparent',
  unknown: 'text-neutral bg-surface border-dashed border-line-strong',
}

export const TONE_TEXT: Record<Tone, string> = {
  neutral: 'text-neutral',
  running: 'text-running',
  good: 'text-good',
  attention: 'text-attention',
  bad: 'text-bad',
  unknown: 'text-neutral',
}
