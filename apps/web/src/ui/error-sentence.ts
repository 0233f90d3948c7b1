import type { Translate } from '../i18n/translate.ts'
import { ApiError } from '../lib/api-error.ts'

/** Why something failed and what to do next, by its code. Anything else is a fault of this page. */
export function errorSentence(error: unknown, t: Translate): string {
  if (!(error instanceof ApiError)) return t('error.page')
  if (error.retryAfterS !== null)
    return t('error.retryAfter', { why: t(`error.${error.code}`), count: error.retryAfterS })
  return t(`error.${error.code}`)
}
