import type { Run } from '@ohif-admin/contracts'
import { useI18n } from '../../../i18n/i18n.ts'
import { visibleText } from '../../../lib/visible-text.ts'
import { Instant } from '../../../ui/instant.tsx'

/** When it will start, as far as that can be said. */
export function ExpectedStart({ run: { queue, startedBy } }: { run: Run }) {
  const { t } = useI18n()
  if (!queue) return null
  const { notBefore, repeat, expectedStartAt } = queue
  if (queue.waitsForSignIn)
    return (
      <strong className="font-medium text-attention">
        {t('queue.waitsForSignIn', { name: visibleText(startedBy) })}
      </strong>
    )
  const nightly = repeat === 'nightly' && ` · ${t('queue.nightly')}`
  if (notBefore !== null && Date.parse(notBefore) > Date.now())
    return (
      <>
        {t('queue.notBefore')} <Instant at={notBefore} as="clock" />
        {nightly}
      </>
    )
  return (
    <>
      {expectedStartAt === null ? (
        t('queue.noTime')
      ) : (
        <>
          {t('queue.expected')} <Instant at={expectedStartAt} as="clock" />
        </>
      )}
      {nightly}
    </>
  )
}
