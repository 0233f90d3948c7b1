import { type IdempotencyKey, type Impact, RunId } from '@ohif-admin/contracts'
import { useIsMutating, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { ApiError } from '../../lib/api-error.ts'
import { shortText } from '../../lib/short-text.ts'
import { randomUuid } from '../../lib/uuid.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ActiveRunNotice } from './active-run-notice.tsx'
import { ImpactList } from './impact-list.tsx'
import { applyRun } from './run-cache.ts'

interface StartDialogProps {
  open: boolean
  impact: Impact
  onClose: () => void
  onStarted: (id: RunId) => void
}

const START = ['runs', 'start']

/** The last look before something that cannot be taken back. Once it is sent, closing would not take it back. */
export function StartDialog({ open, impact, onClose, onStarted }: StartDialogProps) {
  const { t } = useI18n()
  const pending = useIsMutating({ mutationKey: START }) > 0
  const title = visibleText(impact.projectTitle)
  return (
    <Dialog
      open={open}
      onClose={onClose}
      locked={pending}
      title={<span title={title}>{t('start.title', { title: shortText(title) })}</span>}
    >
      <StartForm impact={impact} onClose={onClose} onStarted={onStarted} />
    </Dialog>
  )
}

function StartForm({ impact, onClose, onStarted }: Omit<StartDialogProps, 'open'>) {
  const { t } = useI18n()
  const api = useApi()
  const queryClient = useQueryClient()
  // One key per opened dialog: pressing twice, or again after a lost answer, starts one run.
  const [idempotencyKey] = useState(() => randomUuid() as IdempotencyKey)
  const start = useMutation({
    mutationKey: START,
    mutationFn: () =>
      api.runs.start({ kind: 'bulk', scope: 'project', projectId: impact.projectId, idempotencyKey }),
    onSuccess: (run) => {
      void applyRun(queryClient, run)
      onStarted(run.id)
    },
  })
  const busy = start.error instanceof ApiError && start.error.code === 'run-active'
  return (
    <div className="grid gap-4 p-4">
      <ImpactList impact={impact} />
      {start.isError && <StartProblem error={start.error} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button disabled={start.isPending} onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button variant="primary" disabled={start.isPending || busy} onClick={() => start.mutate()}>
          {start.isPending ? t('start.pending') : t('start.confirm', { count: impact.sessions })}
        </Button>
      </div>
    </div>
  )
}

function StartProblem({ error }: { error: unknown }) {
  const { t } = useI18n()
  if (error instanceof ApiError && error.code === 'run-active') {
    return <ActiveRunNotice runId={RunId.safeParse(error.runId).data ?? null} />
  }
  if (error instanceof ApiError && error.status === 0) {
    return (
      <Notice tone="unknown" role="alert" title={t('start.noAnswer')}>
        {t('start.noAnswerHint')}
      </Notice>
    )
  }
  return <ErrorNotice error={error} what={t('start.failed')} />
}
