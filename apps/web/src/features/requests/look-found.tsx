import type { SaveCheck } from '@ohif-admin/contracts'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { Notice } from '../../ui/notice.tsx'

interface LookFoundProps {
  check: SaveCheck
  /** Shows a check by its number, from the page that knows checks. */
  foundByCheck: (checkId: string) => ReactNode
}

/** What looking at the server found right before it was approved, or kept it from being. */
export function LookFound({ check: { checkId, verdict }, foundByCheck }: LookFoundProps) {
  const { t } = useI18n()
  const tone = { ok: 'good', problems: 'bad', unknown: 'unknown' } as const
  return (
    <section aria-label={t('requests.look.title')} className="grid gap-3">
      <Notice
        tone={tone[verdict]}
        role={verdict === 'ok' ? 'status' : 'alert'}
        title={t(`requests.look.${checkId === null ? 'noResult' : verdict}`)}
      >
        {verdict !== 'ok' && t('requests.look.hint')}
      </Notice>
      {checkId !== null && foundByCheck(checkId)}
    </section>
  )
}
