import type { TFunction } from 'i18next'
import { ApiError } from '../lib/api-error.ts'

/** Why something failed and what to do next, by its code. Anything else is a fault of this page. */
export function errorSentence(error: unknown, t: TFunction): string {
  if (!(error instanceof ApiError)) return t('error.page')
  if (error.retryAfterS !== null) return t('error.retryAfter', { why: t(`error.${error.code}`), count: error.retryAfterS })
  return t(`error.${error.code}`)
}
