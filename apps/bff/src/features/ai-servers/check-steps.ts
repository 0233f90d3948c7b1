import type { CheckStep, CheckStepName } from '@ohif-admin/contracts'

type Facts = CheckStep['facts']
const MAX_FACT_CHARACTERS = 500
const NAMES: readonly CheckStepName[] = [
  'address',
  'names',
  'connect',
  'tls',
  'http',
  'kind',
  'models',
  'cors',
  'preflight',
  'redirect',
  'access',
  'under-path',
]

/** Collects the steps of one check; whatever was not come to is told as skipped. */
export class CheckSteps {
  readonly #steps = new Map<CheckStepName, CheckStep>()

  add(
    step: CheckStepName,
    outcome: CheckStep['outcome'],
    note: string | null,
    facts: Facts = {},
    tookMs?: number,
  ) {
    this.#steps.set(step, {
      step,
      outcome,
      note,
      facts: bounded(facts),
      tookMs: tookMs === undefined ? null : Math.round(tookMs),
    })
  }

  all(): CheckStep[] {
    return NAMES.map(
      (step) =>
        this.#steps.get(step) ?? { step, outcome: 'skipped' as const, note: null, facts: {}, tookMs: null },
    )
  }
}

/** Somebody else's text may be of any length. */
const bounded = (facts: Facts): Facts =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.slice(0, MAX_FACT_CHARACTERS) : value,
    ]),
  )

/** Does `work` and says how long it took, in milliseconds. */
export async function timed<Result>(
  work: () => Promise<Result>,
): Promise<{ result: Result; tookMs: number }> {
  const began = performance.now()
  const result = await work()
  return { result, tookMs: performance.now() - began }
}
