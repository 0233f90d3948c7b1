import type { Verification } from '@ohif-admin/contracts'
import { useI18n } from '../../../i18n/i18n.ts'
import { Badge } from '../../../ui/badge.tsx'
import type { Tone } from '../../../ui/tone.ts'

/** Never good: that a document is there does not say that this run wrote it. */
function toneOf({ state, missing, notAnswered }: Verification): Tone {
  if (state === 'running') return 'running'
  if (missing > 0) return 'bad'
  return state === 'paused' || notAnswered > 0 ? 'unknown' : 'neutral'
}

/** What XNAT said about the sessions that the log could not decide, and what that proves. */
export function VerificationFacts({ verification }: { verification: Verification }) {
  const { t } = useI18n()
  const { state, total, present, missing, notAnswered } = verification
  const asked = present + missing + notAnswered
  return (
    <div className="grid gap-1 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="text-sm text-ink-2">{t('verification.title')}</h2>
        <Badge tone={toneOf(verification)} plain>
          {t(`verification.${state}`, { asked, total })}
        </Badge>
        <span className="text-sm">
          {t('verification.counts', { present, missing })}
          {notAnswered > 0 && `, ${t('verification.notAnswered', { count: notAnswered })}`}
        </span>
      </div>
      <p className="text-sm text-ink-2">{t('verification.proves')}</p>
    </div>
  )
}
