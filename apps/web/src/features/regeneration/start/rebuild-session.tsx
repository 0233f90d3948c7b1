import type { AccessionId, ImpactRequest, ProjectId, RunData, RunId } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useI18n } from '../../../i18n/i18n.ts'
import { useApi } from '../../../lib/api-context.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { runQueries } from '../run.queries.ts'
import { ImpactList } from './impact-list.tsx'
import { mayBeStarted } from './impact-sentences.ts'
import { MayNotStart } from './may-not-start.tsx'
import { StartDialog } from './start-dialog.tsx'

interface RebuildSessionProps {
  projectId: ProjectId
  sessionId: AccessionId
  data: RunData
  /** What stands on the button. */
  label: string
  disabled: boolean
  onStarted: (id: RunId) => void
}

/** A button that rebuilds one session by a guided run, after saying what that would do. */
export function RebuildSession({
  projectId,
  sessionId,
  data,
  label,
  disabled,
  onStarted,
}: RebuildSessionProps) {
  const { t } = useI18n()
  const [open, setOpen] = useState(false)
  const target = { scope: 'session', projectId, sessionId } as const
  const request: ImpactRequest = { kind: 'guided', select: { of: 'target', target }, data }
  const impact = useQuery({ ...runQueries.impact(useApi(), request), enabled: open })
  const close = () => setOpen(false)
  const known = open ? impact.data : undefined
  return (
    <>
      <Button variant="primary" disabled={disabled} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {known && mayBeStarted(known) ? (
        <StartDialog
          open
          impact={known}
          request={request}
          onClose={close}
          onStarted={(id) => {
            close()
            onStarted(id)
          }}
        />
      ) : (
        <Dialog open={open} onClose={close} title={label}>
          <div className="grid gap-3 p-4">
            {impact.isError && (
              <ErrorNotice error={impact.error} what={t('impact.failed')} onRetry={impact.refetch} />
            )}
            {impact.isPending && <SkeletonRows rows={4} label={t('impact.loading')} rowClass="h-8" />}
            {known && <ImpactList impact={known} />}
            {known?.refusal && <MayNotStart refusal={known.refusal} />}
          </div>
        </Dialog>
      )}
    </>
  )
}
