import type { AssignmentJobDetail, AssignmentPlace } from '@ohif-admin/contracts'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { Dialog } from '../../ui/dialog.tsx'
import type { BulkKind } from './assignments-view.ts'
import { BulkForm } from './bulk-form.tsx'
import { BulkPreview } from './bulk-preview.tsx'
import { JobView } from './job-view.tsx'
import { JobsList } from './jobs-list.tsx'

interface BulkDialogProps {
  bulk: BulkKind | null
  jobId: string | null
  places: readonly AssignmentPlace[]
  siteName: string
  onJob: (id: string) => void
  onBulk: (kind: BulkKind) => void
  onClose: () => void
}

/** A change of many lists: said, looked at, made, watched. It goes on when this is closed. */
export function BulkDialog({ bulk, jobId, onClose, ...rest }: BulkDialogProps) {
  const { t } = useI18n()
  const [prepared, setPrepared] = useState<AssignmentJobDetail | null>(null)
  const open = bulk !== null || jobId !== null
  const close = () => {
    setPrepared(null)
    onClose()
  }
  const title =
    jobId !== null ? t('job.title') : prepared ? t('preview.title') : bulk ? t(`bulk.title.${bulk}`) : ''
  return (
    <Dialog open={open} onClose={close} place="side" title={title}>
      {jobId !== null && (
        <JobView key={jobId} id={jobId} onUndo={setPreparedAndShow} onJobs={() => rest.onBulk('jobs')} />
      )}
      {jobId === null && prepared && (
        <BulkPreview
          job={prepared}
          siteName={rest.siteName}
          onBack={() => setPrepared(null)}
          onStarted={(id) => {
            setPrepared(null)
            rest.onJob(id)
          }}
        />
      )}
      {jobId === null && !prepared && bulk === 'jobs' && <JobsList onOpen={rest.onJob} />}
      {jobId === null && !prepared && bulk !== null && bulk !== 'jobs' && (
        <BulkForm kind={bulk} places={rest.places} onPrepared={setPrepared} />
      )}
    </Dialog>
  )

  /** An undo is a change of its own, looked at before it is made. */
  function setPreparedAndShow(job: AssignmentJobDetail) {
    setPrepared(job)
    rest.onBulk('jobs')
  }
}
