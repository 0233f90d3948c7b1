import type { Impact } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../../i18n/i18n.ts'
import { ToneIcon } from '../../../ui/badge.tsx'
import { cx } from '../../../ui/cx.ts'
import { TONE_TEXT } from '../../../ui/tone.ts'
import { impactFacts } from './impact-sentences.ts'

export function ImpactList({ impact }: { impact: Impact }) {
  const { t, locale } = useI18n()
  return (
    <ul className="grid gap-1.5">
      {impactFacts(impact, t, locale).map(({ key, tone, text }) => (
        <li key={key} className="flex items-start gap-2">
          <span className={cx('mt-[3px]', TONE_TEXT[tone])}>
            <ToneIcon tone={tone} />
          </span>
          <span>
            {text}
            {key === 'queue' && impact.activeRunId && (
              <>
                {' '}
                <Link to="/runs/$runId" params={{ runId: impact.activeRunId }} className="link">
                  {t('impact.activeLink')}
                </Link>
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
