import type { LogCursor, LogProblem, LogSearchMessage } from '@ohif-admin/contracts'
import type { PatternProblem } from './pattern-problem.ts'

/** A search over the whole history, as far as it has come. Immutable. */
export interface SearchState {
  /** `off`: nothing is searched. `refused`: the pattern cannot be used; `refusal` says why. */
  readonly status: 'off' | 'checking' | 'searching' | 'done' | 'cancelled' | 'failed' | 'refused'
  /** The first matches in the order of the log. */
  readonly hits: readonly LogCursor[]
  /** How many lines match, also those that are not in `hits`. */
  readonly matches: number
  /** How much has been searched, 0 to 1. */
  readonly share: number
  /** The match that was gone to last. */
  readonly index: number | null
  readonly problem: LogProblem | null
  readonly refusal: PatternProblem | null
}

export const NO_SEARCH: SearchState = {
  status: 'off',
  hits: [],
  matches: 0,
  share: 0,
  index: null,
  problem: null,
  refusal: null,
}

export type SearchAction =
  | { type: 'begin' }
  | { type: 'checked' }
  | { type: 'refused'; refusal: PatternProblem }
  | { type: 'broken' }
  | { type: 'cancel' }
  | { type: 'off' }
  | { type: 'messages'; messages: readonly LogSearchMessage[] }
  | { type: 'go'; index: number }

export function searchReducer(state: SearchState, action: SearchAction): SearchState {
  switch (action.type) {
    case 'off':
      return NO_SEARCH
    case 'begin':
      return { ...NO_SEARCH, status: 'checking' }
    case 'checked':
      return state.status === 'checking' ? { ...state, status: 'searching' } : state
    case 'refused':
      return { ...NO_SEARCH, status: 'refused', refusal: action.refusal }
    case 'broken':
      return { ...state, status: 'failed' }
    case 'cancel':
      return isRunning(state) ? { ...state, status: 'cancelled' } : state
    case 'messages':
      return action.messages.reduce(withMessage, state)
    case 'go':
      return { ...state, index: action.index }
  }
}

export function isRunning({ status }: SearchState): boolean {
  return status === 'checking' || status === 'searching'
}

/** The match to go to next, round and round; from nowhere, the newest one backwards and the oldest one forwards. */
export function nextHit({ hits, index }: SearchState, step: 1 | -1): number | null {
  if (hits.length === 0) return null
  if (index === null) return step === 1 ? 0 : hits.length - 1
  return (index + step + hits.length) % hits.length
}

function withMessage(state: SearchState, message: LogSearchMessage): SearchState {
  // What arrives after a cancel belongs to nothing any more.
  if (!isRunning(state)) return state
  switch (message.type) {
    case 'hits': {
      const hits = [...state.hits, ...message.cursors]
      return { ...state, hits, matches: Math.max(state.matches, hits.length) }
    }
    case 'progress': {
      const share = message.totalBytes > 0 ? message.scannedBytes / message.totalBytes : 1
      return { ...state, matches: Math.max(state.matches, message.matches), share: Math.min(1, share) }
    }
    case 'done':
      return { ...state, status: 'done', matches: message.matches, share: 1 }
    case 'failed':
      return { ...state, status: 'failed', problem: message.problem }
  }
}
