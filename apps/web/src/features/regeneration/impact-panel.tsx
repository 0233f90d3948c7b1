import type { Impact, ProjectId, RunId } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { ApiError } from '../../lib/api-error.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { ActiveRunNotice } from './active-run-notice.tsx'
import { ImpactList } from './impact-list.tsx'
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
  if (impact.isPending) return <SkeletonRows rows={4} label={t('impact.loading')} rowClass="h-8" />
  if (impact.data) {
    return (
      <div className="grid content-start gap-3">
        <p className="font-medium">
          <ForeignText>{impact.data.projectTitle}</ForeignText>
        </p>
        <ImpactList impact={impact.data} />
        {mayStart ? <Start impact={impact.data} onStarted={onStarted} /> : refusal}
      </div>
    )
  }
  const missing = impact.error instanceof ApiError && ['not-found', 'forbidden'].includes(impact.error.code)
  if (missing)
    return (
      <Notice tone="attention" role="status" title={t('impact.noProject', { projectId })}>
        {t('impact.noProjectHint')}
      </Notice>
    )
  return <ErrorNotice error={impact.error} what={t('impact.failed')} onRetry={impact.refetch} />
}

function Start({ impact, onStarted }: { impact: Impact; onStarted: (id: RunId) => void }) {
  const { t } = useI18n()
  const [asking, setAsking] = useState(false)
  const none = impact.sessions === 0
  return (
    <div className="grid justify-items-start gap-3">
      {impact.activeRunId && <ActiveRunNotice runId={impact.activeRunId} />}
      <Button
        variant="primary"
        disabled={none || impact.activeRunId !== null}
        onClick={() => setAsking(true)}
      >
        {t('impact.start')}
      </Button>
      {none && <p className="text-sm text-ink-2">{t('impact.nothing')}</p>}
      <StartDialog open={asking} impact={impact} onClose={() => setAsking(false)} onStarted={onStarted} />
    </div>
  )
}
