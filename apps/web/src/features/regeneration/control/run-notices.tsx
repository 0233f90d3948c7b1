import type { Me, Run } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../../i18n/i18n.ts'
import { duration } from '../../../lib/time.ts'
import { visibleText } from '../../../lib/visible-text.ts'
import { buttonClass } from '../../../ui/button.tsx'
import { Instant } from '../../../ui/instant.tsx'
import { Notice } from '../../../ui/notice.tsx'

/** Why a run does not go on just now, and what would make it; or that it is quieter than usual. */
export function RunNotices({ run, me }: { run: Run; me: Me }) {
  const { t, locale } = useI18n()
  if (run.queue?.waitsForSignIn)
    return <Unattended run={run} me={me} until={run.queue.waitsForSignIn.until} />
  if (run.state === 'queued') return <Queued run={run} />
  if (run.state === 'waiting') return <Waiting run={run} me={me} />
  if (run.state === 'paused')
    return (
      <Notice tone="attention" title={t('notice.paused')}>
        {t('notice.pausedHint')}
      </Notice>
    )
  if (run.stalled === null) return null
  const { silentMs, usualMs } = run.stalled
  return (
    <Notice tone="unknown" title={t('notice.stalled', { span: duration(silentMs, locale) })}>
      {t('notice.stalledHint', { usual: duration(usualMs, locale) })}
    </Notice>
  )
}

/** Its turn has come, and nobody is there with whose rights it could call XNAT. */
function Unattended({ run, me, until }: { run: Run; me: Me; until: string }) {
  const { t } = useI18n()
  const name = visibleText(run.startedBy)
  const own = run.startedBy === me.username
  return (
    <Notice tone="attention" title={t('notice.waiting.sign-in', { name })}>
      {t(own ? 'notice.unattended.own' : 'notice.unattended.other', { name })} {t('notice.unattended.until')}{' '}
      <Instant at={until} as="clock" />.
    </Notice>
  )
}

function Queued({ run: { queue } }: { run: Run }) {
  const { t } = useI18n()
  return (
    <Notice
      tone="neutral"
      title={t('notice.queued', { position: queue?.position ?? '–' })}
      action={
        <Link to="/regeneration" className={buttonClass('secondary', 'sm')}>
          {t('notice.toQueue')}
        </Link>
      }
    >
      {t('notice.queuedHint')}{' '}
      {queue?.expectedStartAt && (
        <>
          {t('notice.expected')} <Instant at={queue.expectedStartAt} as="clock" />.
        </>
      )}
    </Notice>
  )
}

function Waiting({ run, me }: { run: Run; me: Me }) {
  const { t } = useI18n()
  const { waitingFor = null, waitingUntil = null } = run.guided ?? {}
  if (waitingFor === null) return null
  const own = waitingFor === 'sign-in' && run.startedBy === me.username
  const key = own ? 'sign-in-own' : waitingFor
  return (
    <Notice tone="attention" title={t(`notice.waiting.${waitingFor}`, { name: visibleText(run.startedBy) })}>
      {t(`notice.waitingHint.${key}`, { name: visibleText(run.startedBy) })}{' '}
      {waitingUntil && (
        <>
          {t('notice.goesOn')} <Instant at={waitingUntil} as="clock" />.
        </>
      )}
    </Notice>
  )
}
