import type { LogSourceState } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { UNRECOGNIZED_SHARE } from '../../lib/unrecognized.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Notice } from '../../ui/notice.tsx'

export type Recognition = Pick<LogSourceState, 'name' | 'unrecognizedShare'>

/** Says when too many lines are of no known form, so that counts made from them are no more than about right. */
export function UnrecognizedNotice({ sources }: { sources: readonly Recognition[] }) {
  const { t } = useI18n()
  const strange = sources.filter(({ unrecognizedShare }) => unrecognizedShare > UNRECOGNIZED_SHARE)
  if (strange.length === 0) return null
  const shares = strange.map(({ name, unrecognizedShare }) =>
    t('explorer.unrecognized.share', {
      source: visibleText(name),
      percent: Math.round(unrecognizedShare * 100),
    }),
  )
  return (
    <Notice tone="attention" title={t('explorer.unrecognized.title', { sources: shares.join(', ') })}>
      {t('explorer.unrecognized.hint')}
    </Notice>
  )
}
