import type { Translate } from '../../i18n/translate.ts'
import { ApiError } from '../../lib/api-error.ts'
import { errorSentence } from '../../ui/error-sentence.ts'
import type { Tone } from '../../ui/tone.ts'

interface SignInProblem {
  tone: Tone
  title: string
  next: string | null
}

const XNAT_AWAY = new Set([
  'upstream-unreachable',
  'upstream-timeout',
  'upstream-bad-response',
  'upstream-refused',
])

/**
 * Why nobody was signed in. A refusal says nothing about which part was wrong; an archive that is away is not
 * the person's mistake and is said differently.
 */
export function signInProblem(error: unknown, t: Translate): SignInProblem {
  const code = error instanceof ApiError ? error.code : null
  if (code === 'sign-in-refused') return { tone: 'bad', title: t('signIn.refused'), next: null }
  if (code === 'password-expired')
    return { tone: 'attention', title: t('signIn.passwordExpired'), next: t('signIn.passwordExpiredNext') }
  if (code && XNAT_AWAY.has(code))
    return { tone: 'bad', title: t('signIn.xnatAway'), next: errorSentence(error, t) }
  return { tone: 'bad', title: t('signIn.failed'), next: errorSentence(error, t) }
}
