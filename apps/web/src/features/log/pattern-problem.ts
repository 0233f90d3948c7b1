import { ApiError } from '../../lib/api-error.ts'

export interface PatternProblem {
  /** In the server's words. */
  reason: string
  /** The character it is about, counted from 0, as long as the pattern when something is missing at its end. */
  at: number | null
}

/** Why the server cannot search for this text; null when that is not what went wrong. */
export function patternProblem(error: unknown): PatternProblem | null {
  if (!(error instanceof ApiError) || error.code !== 'bad-request') return null
  const field = error.fields.find(({ path }) => path === 'text' || path.endsWith('.text'))
  if (!field) return null
  return { reason: field.reason ?? field.message, at: field.position ?? null }
}
