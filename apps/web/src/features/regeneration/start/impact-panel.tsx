import type { Impact, ImpactRequest, RunData, RunId } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useI18n } from '../../../i18n/i18n.ts'
import { useApi } from '../../../lib/api-context.tsx'
import { ApiError } from '../../../lib/api-error.ts'
import { useLastError } from '../../../lib/use-last-error.ts'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Segments } from '../../../ui/segments.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { SlowHint } from '../../../ui/slow-hint.tsx'
import { runQueries } from '../run.queries.ts'
import { ImpactList } from './impact-list.tsx'
import { impactTarget, mayBeStarted } from './impact-sentences.ts'
import { MayNotStart } from './may-not-start.tsx'
import { StartDialog } from './start-dialog.tsx'

interface ImpactPanelProps {
  request: ImpactRequest
  onData: (data: RunData) => void
  onStarted: (id: RunId) => void
}

/** What the chosen rebuild would do, and the way to start it. */
export function ImpactPanel({ request, onData, onStarted }: ImpactPanelProps) {
  const { t } = useI18n()
  const impact = useQuery(runQueries.impact(useApi(), request))
  const error = useLastError(impact)
  if (impact.data)
    return <KnownImpact impact={impact.data} request={request} onData={onData} onStarted={onStarted} />
  if (!error)
    return (
      <div>
        <SkeletonRows rows={5} label={t('impact.loading')} rowClass="h-8" />
        <SlowHint />
      </div>
    )
  if (error instanceof ApiError && NOT_THERE.includes(error.code))
    return (
      <Notice tone="attention" role="status" title={t('impact.notThere', { name: nameOf(request) })}>
        {t('impact.notThereHint')}
      </Notice>
    )
  return <ErrorNotice error={error} what={t('impact.failed')} onRetry={impact.refetch} />
}

const NOT_THERE = ['not-found', 'forbidden', 'bad-target', 'label-not-id']

/** What the request names, as the address wrote it. */
function nameOf(request: ImpactRequest): string {
  const target =
    request.kind === 'bulk' ? request.target : 'target' in request.select ? request.select.target : null
  if (!target || target.scope === 'site') return '–'
  if (target.scope === 'project') return target.projectId
  return `${target.projectId} / ${target.scope === 'subject' ? target.subjectId : target.sessionId}`
}

function KnownImpact({ impact, request, onData, onStarted }: ImpactPanelProps & { impact: Impact }) {
  const { t } = useI18n()
  const name = impactTarget(impact, t)
  return (
    <div className="grid content-start gap-3">
      <p className="foreign line-clamp-2 font-medium" title={name}>
        {name}
      </p>
      {(impact.dicomweb || request.data === 'dicomweb') && (
        <Segments
          label={t('data.title')}
          value={request.data}
          options={(['viewer', 'dicomweb'] as const).map((value) => ({ value, label: t(`data.${value}`) }))}
          onChange={onData}
        />
      )}
      <ImpactList impact={impact} />
      {impact.refusal !== null && !SAID_BY_THE_FACTS.includes(impact.refusal) && (
        <MayNotStart refusal={impact.refusal} />
      )}
      {mayBeStarted(impact) && <Start impact={impact} request={request} onStarted={onStarted} />}
    </div>
  )
}

const SAID_BY_THE_FACTS: readonly Impact['refusal'][] = ['plugin-missing', 'no-sessions']

type StartProps = Pick<ImpactPanelProps, 'request' | 'onStarted'> & { impact: Impact }

function Start({ impact, request, onStarted }: StartProps) {
  const { t } = useI18n()
  const [asking, setAsking] = useState(false)
  return (
    <div className="grid justify-items-start">
      <Button variant="primary" onClick={() => setAsking(true)}>
        {t('impact.start')}
      </Button>
      <StartDialog
        open={asking}
        impact={impact}
        request={request}
        onClose={() => setAsking(false)}
        onStarted={onStarted}
      />
    </div>
  )
}
