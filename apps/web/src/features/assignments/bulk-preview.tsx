import { type AssignmentJobDetail, SITE_PLACE } from '@ohif-admin/contracts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Field, inputClass } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { assignmentChanges } from './assignments.queries.ts'
import { BulkProblem } from './bulk-problem.tsx'
import { Effect } from './impact.tsx'
import { JobCountsLine } from './job-counts.tsx'
import { JobItems } from './job-items.tsx'

interface BulkPreviewProps {
  job: AssignmentJobDetail
  siteName: string
  onBack: () => void
  onStarted: (id: string) => void
}

/** Everything a change of many lists would do. Nothing has been changed yet. */
export function BulkPreview({ job, siteName, onBack, onStarted }: BulkPreviewProps) {
  const { t } = useI18n()
  const api = useApi()
  const [typed, setTyped] = useState('')
  const start = useMutation({
    mutationFn: () => assignmentChanges.step(api, job.id, 'start'),
    onSuccess: ({ id }) => onStarted(id),
  })
  const changes = job.counts.waiting
  const site = job.items.some(({ place, state }) => place === SITE_PLACE && state === 'waiting')
  const confirmed = !site || typed.trim() === siteName
  return (
    <div className="grid gap-4 p-4">
      <div>
        <p className="font-medium">{t('preview.changes', { count: changes })}</p>
        <JobCountsLine counts={job.counts} />
      </div>
      {changes > 0 ? <Effect effect={job.effect} /> : <Notice tone="neutral" title={t('preview.nothing')} />}
      <p className="text-sm text-ink-2">{t('preview.how')}</p>
      <JobItems items={job.items} />
      {site && (
        <Field label={t('save.typeName', { name: siteName })} hint={t('save.typeNameHint')}>
          {(control) => (
            <input
              {...control}
              type="text"
              autoComplete="off"
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
              className={inputClass}
            />
          )}
        </Field>
      )}
      {start.isError && <BulkProblem error={start.error} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onBack}>{t('preview.back')}</Button>
        <Button
          variant="primary"
          disabled={changes === 0 || !confirmed || start.isPending}
          onClick={() => start.mutate()}
        >
          {t('preview.start', { count: changes })}
        </Button>
      </div>
    </div>
  )
}
