import type { HealthHour, ServerState } from '@ohif-admin/contracts'
import type { Look } from '../../storage/ai-servers.ts'

const HOUR_MS = 3_600_000

/** Worst last: what stands for an hour is the worst that was seen in it. */
const BY_WEIGHT: readonly ServerState[] = [
  'not-checked',
  'ok',
  'ok-empty',
  'busy',
  'degraded',
  'not-called',
  'auth-required',
  'error',
  'wrong-service',
  'tls-error',
  'unreachable',
]

/** Looks as hours, oldest first; an hour without a look has no entry. Pure. */
export function toHours(looks: readonly Look[]): HealthHour[] {
  const byHour = Map.groupBy(looks, ({ at }) => Math.floor(at / HOUR_MS))
  return [...byHour]
    .sort(([a], [b]) => a - b)
    .map(([hour, inHour]) => ({
      at: new Date(hour * HOUR_MS).toISOString(),
      state: worst(inHour),
      looks: inHour.length,
      medianMs: median(inHour.flatMap(({ latencyMs }) => latencyMs ?? [])),
    }))
}

function worst(looks: readonly Look[]): ServerState {
  const weight = Math.max(...looks.map(({ state }) => BY_WEIGHT.indexOf(state)))
  return BY_WEIGHT[weight] ?? 'not-checked'
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null
}
