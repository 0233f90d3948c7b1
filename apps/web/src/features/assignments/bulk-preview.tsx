import { type AssignmentJobDetail, SITE_PLACE } from '@ohif-admin/contracts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { ApiError } from '../../lib/api-error.ts'
import { Button } from '../../ui/button.tsx'
import { Field, inputClass } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { assignmentChanges } from './assignments.queries.ts'
import { BulkProblem } from './bulk-problem.tsx'
import { Effect } from './impact.tsx'
import { JobCountsLine } from './job-counts.tsx'
import { JobItems } from './job-items.tsx'
import { isFine, ServerLooksList } from './server-looks.tsx'
import { useServerLooks } from './use-server-looks.ts'

interface BulkPreviewProps {
  job: AssignmentJobDetail
  siteName: string
  onBack: () => void
  onStarted: (id: string) => void
}

/** Everything a change of many lists would do, and how the servers are. Nothing has been changed yet. */
export function BulkPreview({ job, siteName, onBack, onStarted }: BulkPreviewProps) {
  const { t } = useI18n()
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const { start, looks, against, unseen } = useStart(job, reason, onStarted)
  const changes = job.counts.waiting
  const site = job.items.some(({ place, state }) => place === SITE_PLACE && state === 'waiting')
  const confirmed = !site || typed.trim() === siteName
  const explained = !against || reason.trim() !== ''
  return (
    <div className="grid gap-4 p-4">
      <div>
        <p className="font-medium">{t('preview.changes', { count: changes })}</p>
        <JobCountsLine counts={job.counts} />
      </div>
      {changes > 0 ? <Effect effect={job.effect} /> : <Notice tone="neutral" title={t('preview.nothing')} />}
      {job.servers.length > 0 && <ServerLooksList servers={job.servers} looks={looks} />}
      <p className="text-sm text-ink-2">{t('preview.how')}</p>
      <JobItems items={job.items} />
      {against && <Line label={t('looks.reason')} value={reason} onChange={setReason} />}
      {site && (
        <Line
          label={t('save.typeName', { name: siteName })}
          hint={t('save.typeNameHint')}
          value={typed}
          onChange={setTyped}
        />
      )}
      {start.isError &&
        (isOutdated(start.error) ? (
          <Notice tone="attention" role="alert" title={t('looks.outdated')} />
        ) : (
          <BulkProblem error={start.error} />
        ))}
      <div className="flex flex-wrap items-center justify-end gap-2">
        {unseen && <span className="text-sm text-ink-2">{t('looks.first')}</span>}
        <Button onClick={onBack}>{t('preview.back')}</Button>
        <Button
          variant="primary"
          disabled={changes === 0 || !confirmed || unseen || !explained || start.isPending}
          onClick={() => start.mutate()}
        >
          {t(against ? 'looks.anyway' : 'preview.start', { count: changes })}
        </Button>
      </div>
    </div>
  )
}

/** Starting, when every server has been looked at; in spite of what was found only with a reason. */
function useStart(job: AssignmentJobDetail, reason: string, onStarted: (id: string) => void) {
  const api = useApi()
  const servers = job.servers.map(({ server }) => server)
  const looks = useServerLooks(servers)
  const unseen = servers.some((server) => looks.of(server).state !== 'seen')
  const against = !unseen && servers.some((server) => !isFine(looks.of(server)))
  const start = useMutation({
    mutationFn: () =>
      assignmentChanges.start(api, job.id, { checkFirst: true, despite: against ? reason : null }),
    onSuccess: ({ id }) => onStarted(id),
    onError: (error) => {
      // What was found is too old, or somebody found something else since.
      if (isOutdated(error)) looks.again(error.looks.map(({ server }) => server))
    },
  })
  return { start, looks, against, unseen }
}

const isOutdated = (error: unknown): error is ApiError => error instanceof ApiError && error.looks.length > 0

interface LineProps {
  label: string
  hint?: string
  value: string
  onChange: (value: string) => void
}

function Line({ label, hint, value, onChange }: LineProps) {
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      {(control) => (
        <input
          {...control}
          type="text"
          autoComplete="off"
          maxLength={500}
          value={value}
          onChange={({ target }) => onChange(target.value)}
          className={inputClass}
        />
      )}
    </Field>
  )
}
