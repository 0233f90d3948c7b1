import { AuditAction, type AuditResult, type AuditRow, ErrorCode } from '@ohif-admin/contracts'
import type { Translate } from '../../i18n/translate.ts'
import { visibleText } from '../../lib/visible-text.ts'
import type { Tone } from '../../ui/tone.ts'

export const RESULT_TONE: Record<AuditResult, Tone> = {
  done: 'good',
  refused: 'attention',
  failed: 'bad',
  unknown: 'unknown',
  open: 'unknown',
}

/** An action in words; one of another version as it is written. */
export function actionWord(action: string, t: Translate): string {
  const known = AuditAction.safeParse(action)
  return known.success ? t(`audit.action.${known.data}`) : visibleText(action)
}

/** Why it was refused or failed, in words when the code is known. */
export function whySentence({ code }: Pick<AuditRow, 'code'>, t: Translate): string {
  if (code === null) return ''
  const known = ErrorCode.safeParse(code)
  return known.success ? t(`error.${known.data}`) : visibleText(code)
}
