import type { Impact, ProjectId, RunId } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { ApiError } from '../../lib/api-error.ts'
import { useLastError } from '../../lib/use-last-error.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { SlowHint } from '../../ui/slow-hint.tsx'
import { ActiveRunNotice } from './active-run-notice.tsx'
import { ImpactList } from './impact-list.tsx'
import { mayBeStarted } from './impact-sentences.ts'
import { runQueries } from './run.queries.ts'
import { StartDialog } from './start-dialog.tsx'

interface ImpactPanelProps {
  projectId: ProjectId
  mayStart: boolean
  /** Shown in place of the button to those who may not start. */
  refusal: ReactNode
  onStarted: (id: RunId) => void
}

/** What a rebuild of this project would do, and the way to start it. */
export function ImpactPanel({ projectId, mayStart, refusal, onStarted }: ImpactPanelProps) {
  const { t } = useI18n()
  const impact = useQuery(runQueries.impact(useApi(), projectId))
  const error = useLastError(impact)
  if (impact.data) {
    return (
      <div className="grid content-start gap-3">
        <p className="line-clamp-2 font-medium" title={visibleText(impact.data.projectTitle)}>
          <ForeignText>{impact.data.projectTitle}</ForeignText>
        </p>
        {impact.data.plugin === 'missing' ? (
          <Notice tone="attention" role="status" title={t('impact.noPlugin')} />
        ) : (
          <ImpactList impact={impact.data} />
        )}
        {mayBeStarted(impact.data) &&
          (mayStart ? <Start impact={impact.data} onStarted={onStarted} /> : refusal)}
      </div>
    )
  }
  if (!error)
    return (
      <div>
        <SkeletonRows rows={4} label={t('impact.loading')} rowClass="h-8" />
        <SlowHint />
      </div>
    )
  const missing = error instanceof ApiError && ['not-found', 'forbidden'].includes(error.code)
  if (missing)
    return (
      <Notice tone="attention" role="status" title={t('impact.noProject', { projectId })}>
        {t('impact.noProjectHint')}
      </Notice>
    )
  return <ErrorNotice error={error} what={t('impact.failed')} onRetry={impact.refetch} />
}

function Start({ impact, onStarted }: { impact: Impact; onStarted: (id: RunId) => void }) {
  const { t } = useI18n()
  const [asking, setAsking] = useState(false)
  return (
    <div className="grid justify-items-start gap-3">
      {impact.activeRunId && <ActiveRunNotice runId={impact.activeRunId} />}
      <Button variant="primary" disabled={impact.activeRunId !== null} onClick={() => setAsking(true)}>
        {t('impact.start')}
      </Button>
      <StartDialog open={asking} impact={impact} onClose={() => setAsking(false)} onStarted={onStarted} />
    </div>
  )
}
