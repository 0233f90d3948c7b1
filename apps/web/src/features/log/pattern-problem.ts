import { ApiError } from '../../lib/api-error.ts'

/** Why the server cannot search for this text, in its words; null when that is not what went wrong. */
export function patternProblem(error: unknown): string | null {
  if (!(error instanceof ApiError) || error.code !== 'bad-request') return null
  return error.fields.find(({ path }) => path === 'text' || path.endsWith('.text'))?.message ?? null
}
