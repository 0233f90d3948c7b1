import type { Checks } from './checks.ts'
import { coming, empty, events, last } from './rebuild-steps.ts'
import { type Found, STEPS, type Step, type StepName } from './step.ts'
import type { Words } from './words.ts'
import { imaging, metadata, readable, scans } from './xnat-steps.ts'

/** Every step by itself: none is left out, and none stands for another. */
export function stepsOf(checks: Checks, words: Words): Step[] {
  const steps: Record<StepName, () => Found> = {
    readable: () => readable(checks, words),
    imaging: () => imaging(checks, words),
    scans: () => scans(checks, words),
    metadata: () => metadata(checks, words),
    last: () => last(checks, words),
    events: () => events(checks, words),
    empty: () => empty(checks, words),
    coming: () => coming(checks, words),
  }
  return STEPS.map((name) => ({ name, ...steps[name]() }))
}
