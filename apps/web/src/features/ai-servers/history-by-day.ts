import type { HealthHour, ServerState } from '@ohif-admin/contracts'
import { SERVER_TONE } from '../../ui/server-tone.ts'
import type { Tone } from '../../ui/tone.ts'

const DAY_MS = 24 * 3_600_000

/** What was seen of a server in 24 hours. Latencies in milliseconds; null where nothing answered. */
export interface HistoryDay {
  /** When it began, epoch ms. */
  from: number
  looks: number
  worst: ServerState
  /** Of the hours' medians: the one in the middle, and the largest. */
  typicalMs: number | null
  slowestMs: number | null
}

/** The last seven times 24 hours, newest first; those without a look are left out. */
export function historyByDay(hours: readonly HealthHour[], now: number): HistoryDay[] {
  const days = Map.groupBy(hours, ({ at }) => Math.floor((now - Date.parse(at)) / DAY_MS))
  return [...days]
    .sort(([a], [b]) => a - b)
    .map(([day, ofDay]) => {
      const answered = ofDay.flatMap(({ medianMs }) => medianMs ?? []).sort((a, b) => a - b)
      return {
        from: now - (day + 1) * DAY_MS,
        looks: ofDay.reduce((sum, { looks }) => sum + looks, 0),
        worst: worstOf(ofDay.map(({ state }) => state)),
        typicalMs: answered[Math.floor(answered.length / 2)] ?? null,
        slowestMs: answered.at(-1) ?? null,
      }
    })
}

const ORDER: readonly Tone[] = ['good', 'running', 'neutral', 'unknown', 'attention', 'bad']

function worstOf(states: readonly ServerState[]): ServerState {
  const weight = (state: ServerState) => ORDER.indexOf(SERVER_TONE[state])
  return states.reduce((worst, state) => (weight(state) > weight(worst) ? state : worst))
}
