import { isOpen, type RunId } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../i18n/i18n.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { KnownRebuilds } from './checks.ts'
import { stateWord, toneOf, verdictWord, whyText } from './words.ts'

/** What becomes of the rebuild this person has just asked for, from the queue to its verdict. */
export function AskedRebuild({ runId, known }: { runId: RunId; known: KnownRebuilds | undefined }) {
  const { t } = useI18n()
  const ahead = known?.coming.find(({ run }) => run.id === runId)
  const done = known?.rebuilds.find(({ run }) => run?.id === runId)
  const link = (
    <Link to="/runs/$runId" params={{ runId }} className={buttonClass('secondary', 'sm')}>
      {t('sessionPage.openRun')}
    </Link>
  )
  if (done && (done.verdict !== 'waiting' || !isOpen(done.run?.state ?? 'queued'))) {
    const noVerdict = done.verdict === 'waiting' || done.verdict === 'in-work'
    return (
      <Notice
        tone={noVerdict ? 'unknown' : toneOf(done)}
        role="status"
        title={
          noVerdict
            ? t('sessionPage.askedOver', { state: stateWord(done.run?.state ?? 'unknown', t) })
            : t('sessionPage.askedDone', { verdict: verdictWord(done, t) })
        }
        action={link}
      >
        {whyText(done, t)}
      </Notice>
    )
  }
  const state = ahead?.run.state ?? 'queued'
  return (
    <Notice
      tone={state === 'queued' ? 'neutral' : 'running'}
      role="status"
      title={`${t('sessionPage.asked')}: ${stateWord(state, t)}`}
      action={link}
    />
  )
}
