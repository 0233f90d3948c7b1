import {
  type AssignmentJobDetail,
  type AssignmentPlace,
  type PrepareJob,
  SITE_PLACE,
} from '@ohif-admin/contracts'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Field, inputClass } from '../../ui/field.tsx'
import { assignmentChanges } from './assignments.queries.ts'
import type { BulkKind } from './assignments-view.ts'
import { BulkProblem } from './bulk-problem.tsx'
import { CsvFile } from './csv-file.tsx'
import { ServerField } from './server-field.tsx'

interface BulkFormProps {
  kind: Exclude<BulkKind, 'jobs'>
  places: readonly AssignmentPlace[]
  onPrepared: (job: AssignmentJobDetail) => void
}

/** What is to be changed, before anybody looks what that means. */
export function BulkForm({ kind, places, onPrepared }: BulkFormProps) {
  const { t } = useI18n()
  const api = useApi()
  const [server, setServer] = useState('')
  const [from, setFrom] = useState('')
  const [csv, setCsv] = useState('')
  const [reason, setReason] = useState('')
  const prepare = useMutation({
    mutationFn: (body: PrepareJob) => assignmentChanges.prepare(api, body),
    onSuccess: onPrepared,
  })
  const body = bodyOf(kind, { server, from, csv, reason, places: [...places] })
  const fields: Record<BulkFormProps['kind'], ReactNode> = {
    set: (
      <ServerField label={t('bulk.server')} hint={t('bulk.serverHint')} value={server} onChange={setServer} />
    ),
    replace: (
      <>
        <Field label={t('bulk.from')} hint={t('bulk.fromHint')}>
          {(control) => (
            <input
              {...control}
              type="text"
              spellCheck={false}
              maxLength={600}
              value={from}
              onChange={({ target }) => setFrom(target.value)}
              className={`${inputClass} font-mono text-sm`}
            />
          )}
        </Field>
        <ServerField label={t('bulk.to')} hint={t('bulk.toHint')} value={server} onChange={setServer} />
      </>
    ),
    clear: <p className="text-sm text-ink-2">{t('editor.noDelete')}</p>,
    csv: <CsvFile onText={setCsv} />,
  }
  return (
    <form
      className="grid gap-4 p-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (body) prepare.mutate(body)
      }}
    >
      <p>{t(`bulk.about.${kind}`, { count: places.filter((place) => place !== SITE_PLACE).length })}</p>
      {fields[kind]}
      <Field label={t('save.reason')}>
        {(control) => (
          <input
            {...control}
            type="text"
            maxLength={500}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
            className={inputClass}
          />
        )}
      </Field>
      {prepare.isError && <BulkProblem error={prepare.error} />}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={!body || prepare.isPending}>
          {t(prepare.isPending ? 'bulk.preparing' : 'bulk.preview')}
        </Button>
      </div>
    </form>
  )
}

interface Filled {
  server: string
  from: string
  csv: string
  reason: string
  places: AssignmentPlace[]
}

/** Undefined until there is enough to look at. */
function bodyOf(
  kind: BulkFormProps['kind'],
  { server, from, csv, reason, places }: Filled,
): PrepareJob | undefined {
  if (kind === 'csv') return csv === '' ? undefined : { kind, csv, reason }
  if (places.length === 0) return undefined
  if (kind === 'clear') return { kind, places, reason }
  if (server === '') return undefined
  if (kind === 'set') return { kind, places, list: [server], reason }
  return from === '' ? undefined : { kind, places, from, to: server, reason }
}
