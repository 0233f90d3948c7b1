import { type IdempotencyKey, type Impact, isOpen, type Run, type RunId } from '@ohif-admin/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useI18n } from '../../../i18n/i18n.ts'
import { useApi } from '../../../lib/api-context.tsx'
import { runsApi } from '../../../lib/runs-api.ts'
import { roughSpan } from '../../../lib/time.ts'
import { randomUuid } from '../../../lib/uuid.ts'
import { ToneIcon } from '../../../ui/badge.tsx'
import { Button, buttonClass } from '../../../ui/button.tsx'
import { runQueries } from '../run.queries.ts'
import { applyRun } from '../run-cache.ts'
import { DEFAULT_SETTINGS } from '../start/start-choices.ts'
import { StartProblem } from '../start/start-problem.tsx'
import type { Offer } from './follow-ups.ts'

interface FollowUpOfferProps {
  run: Run
  offer: Offer
  onStarted: (id: RunId) => void
}

/** Takes up what a run left: one press, as a guided run, with what it does said beside the button. */
export function FollowUpOffer({ run, offer, onStarted }: FollowUpOfferProps) {
  const { t } = useI18n()
  const { take, count, latest } = offer
  const select = { of: 'run', runId: run.id, take } as const
  const impact = useQuery({
    ...runQueries.impact(useApi(), { kind: 'guided', select, data: run.data }),
    enabled: latest === null,
  })
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
      <div className="flex min-w-0 flex-1 basis-72 items-start gap-3">
        <span className="mt-0.5 text-attention">
          <ToneIcon tone="attention" className="size-4" />
        </span>
        <div className="min-w-0">
          <h2 className="font-medium">{t(`offer.${take}.title`, { count })}</h2>
          <p className="text-sm text-ink-2">
            {t(`offer.${take}.hint`)} {latest === null && impact.data && <WhatHappens impact={impact.data} />}
          </p>
        </div>
      </div>
      {latest === null ? (
        <Act run={run} offer={offer} impact={impact.data} select={select} onStarted={onStarted} />
      ) : (
        <Link to="/runs/$runId" params={{ runId: latest.runId }} className={buttonClass('secondary', 'sm')}>
          {t(isOpen(latest.state) ? 'offer.openActive' : 'offer.openEnded')}
        </Link>
      )}
    </div>
  )
}

/** How many calls, how long, and whether it has to wait. */
function WhatHappens({ impact }: { impact: Impact }) {
  const { t, locale } = useI18n()
  const { refusal, sessions, estimate, activeRunId, queued } = impact
  if (refusal !== null) return t(`refusal.${refusal}`)
  const parts = [
    t('offer.what', { count: sessions ?? 0 }),
    estimate && t('offer.time', { span: roughSpan(estimate.minMs, estimate.maxMs, locale) }),
    (activeRunId !== null || queued > 0) && t('offer.waits'),
  ]
  return parts.filter(Boolean).join(' ')
}

interface ActProps extends FollowUpOfferProps {
  impact: Impact | undefined
  select: { of: 'run'; runId: RunId; take: Offer['take'] }
}

function Act({ run, offer, impact, select, onStarted }: ActProps) {
  const { t } = useI18n()
  const api = useApi()
  const queryClient = useQueryClient()
  // One key per offer on the page: pressing twice, or again after a lost answer, starts one run.
  const [idempotencyKey] = useState(() => randomUuid() as IdempotencyKey)
  const start = useMutation({
    mutationFn: () =>
      runsApi(api).start({
        kind: 'guided',
        select,
        data: run.data,
        settings: DEFAULT_SETTINGS,
        idempotencyKey,
      }),
    onSuccess: (started) => {
      void applyRun(queryClient, started)
      void queryClient.invalidateQueries({ queryKey: ['runs', 'detail', run.id] })
      onStarted(started.id)
    },
  })
  if (impact?.refusal) return null
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Link
          to="/regeneration"
          search={{ run: run.id, take: offer.take }}
          className={buttonClass('quiet', 'sm')}
        >
          {t('offer.choose')}
        </Link>
        <Button
          size="sm"
          variant="primary"
          disabled={start.isPending || !impact}
          onClick={() => start.mutate()}
        >
          {start.isPending
            ? t('start.pending')
            : t(`offer.${offer.take}.act`, { count: impact?.sessions ?? offer.count })}
        </Button>
      </div>
      {start.isError && (
        <div className="basis-full">
          <StartProblem error={start.error} />
        </div>
      )}
    </>
  )
}
