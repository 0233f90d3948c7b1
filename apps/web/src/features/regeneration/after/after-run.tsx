import { isOpen, type Run, type RunId } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../../i18n/i18n.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Comparison } from './comparison.tsx'
import { FollowUpOffer } from './follow-up-offer.tsx'
import { followUpSentence, followUpTone, offersOf } from './follow-ups.ts'
import { VerificationFacts } from './verification-facts.tsx'

interface AfterRunProps {
  run: Run
  onStarted: (id: RunId) => void
}

/** What came of a run beyond its verdicts, and what can be done about them. */
export function AfterRun({ run, onStarted }: AfterRunProps) {
  const { t } = useI18n()
  const offers = offersOf(run)
  const compared = !isOpen(run.state) && run.scope !== 'list' && run.scope !== 'unknown'
  if (offers.length === 0 && run.followUps.length === 0 && !run.verification && !compared) return null
  return (
    <section aria-label={t('after.title')} className="card divide-y divide-line empty:hidden">
      {offers.map((offer) => (
        <FollowUpOffer key={offer.take} run={run} offer={offer} onStarted={onStarted} />
      ))}
      {run.followUps.length > 0 && <FollowUps followUps={run.followUps} />}
      {run.verification && <VerificationFacts verification={run.verification} />}
      {compared && <Comparison run={run} />}
    </section>
  )
}

function FollowUps({ followUps }: { followUps: Run['followUps'] }) {
  const { t } = useI18n()
  return (
    <div className="grid gap-1 px-4 py-3">
      <h2 className="text-sm text-ink-2">{t('followUp.title')}</h2>
      <ul className="grid gap-1">
        {followUps.map((followUp) => (
          <li key={followUp.runId} className="flex flex-wrap items-center gap-x-3">
            <Link to="/runs/$runId" params={{ runId: followUp.runId }} className="link min-h-6">
              {t(`followUp.take.${followUp.take}`)}
            </Link>
            <Badge tone={followUpTone(followUp)} plain>
              {followUpSentence(followUp, t)}
            </Badge>
          </li>
        ))}
      </ul>
    </div>
  )
}
