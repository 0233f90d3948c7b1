import type { SaveCheck } from '@ohif-admin/contracts'
import { useContext } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { Notice } from '../../ui/notice.tsx'
import { FoundByCheck } from './found-by-check.ts'

/** What speaks against using the server, to be read before it is used all the same. */
export function SaveCheckFound({ check: { checkId, verdict } }: { check: SaveCheck }) {
  const { t } = useI18n()
  const show = useContext(FoundByCheck)
  if (verdict === 'ok') return null
  return (
    <div className="grid gap-3">
      <Notice
        tone={verdict === 'problems' ? 'bad' : 'unknown'}
        role="alert"
        title={t(`save.check.${checkId === null ? 'noResult' : verdict}`)}
      >
        {t('save.check.hint')}
      </Notice>
      {checkId !== null && show(checkId)}
    </div>
  )
}
