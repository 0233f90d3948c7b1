import type { SetUpStep, SetUpStepName } from '@ohif-admin/contracts'

/** What looking at one step showed. `holds` is null when nobody could tell; `at` is when the proof was seen (epoch ms). */
export interface Observed {
  holds: boolean | null
  at: number
  note: string
  values?: SetUpStep['values']
}

/** A look that is older than this proves nothing about today. */
const FRESH_MS = 7 * 86_400_000

/** What is known of a step, by what was seen now and when it was last proved (epoch ms). Pure. */
export function stepOf(
  step: SetUpStepName,
  { holds, at, note, values = {} }: Observed,
  provedAt: number | undefined,
  now: number,
): SetUpStep {
  const last = Math.max(provedAt ?? 0, holds ? at : 0)
  const common = { step, note, values, provedAt: last > 0 ? new Date(last).toISOString() : null }
  if (holds) return { ...common, state: now - at <= FRESH_MS ? 'proved' : 'stale' }
  if (holds === null) return { ...common, state: last > 0 ? 'stale' : 'unknown' }
  return { ...common, state: last > 0 ? 'broken' : 'open' }
}
