import type { CheckedEntry, ProjectId } from '@ohif-admin/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { ApiError } from '../../lib/api-error.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Field, inputClass } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { EntryNotes } from './entry-notes.tsx'
import { requestQueries, sendProposal } from './requests.queries.ts'

interface AskFormProps {
  projectId: ProjectId
  /** The project has a list of its own that could be taken away. */
  hasOwnList: boolean
  onDone: () => void
}

type Kind = 'server' | 'site'

/** Asks site admins for another server. One is enough: the viewer uses the first of a list and no other. */
export function AskForm({ projectId, hasOwnList, onDone }: AskFormProps) {
  const { t } = useI18n()
  const api = useApi()
  const queryClient = useQueryClient()
  const [kind, setKind] = useState<Kind>('server')
  const [server, setServer] = useState('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const text = server.trim()
  const list = kind === 'site' ? [] : [text]
  const check = useQuery({ ...requestQueries.check(api, [text]), enabled: kind === 'server' && text !== '' })
  const entry = check.data?.[0]
  const propose = useMutation({
    mutationFn: () => sendProposal(api, { projectId, list, reason: reason.trim() }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: requestQueries.root })
      onDone()
    },
  })
  const incomplete = reason.trim() === '' || (kind === 'server' && text === '')
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTried(true)
    if (!incomplete && (entry?.problems.length ?? 0) === 0) propose.mutate()
  }
  const unchanged =
    propose.error instanceof ApiError && propose.error.fields.some(({ message }) => message === 'unchanged')

  return (
    <form noValidate className="grid gap-4 p-4" onSubmit={submit}>
      {hasOwnList && <KindChoice kind={kind} onKind={setKind} />}
      {kind === 'server' && (
        <AddressField
          value={server}
          onChange={setServer}
          missing={tried && text === ''}
          entry={text === '' ? undefined : entry}
        />
      )}
      <ReasonField value={reason} onChange={setReason} missing={tried && reason.trim() === ''} />
      {unchanged && <Notice tone="attention" role="alert" title={t('requests.ask.unchanged')} />}
      {propose.isError && !unchanged && <ErrorNotice error={propose.error} what={t('requests.ask.failed')} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{t('common.cancel')}</Button>
        <Button type="submit" variant="primary" disabled={propose.isPending}>
          {t('requests.ask.send')}
        </Button>
      </div>
    </form>
  )
}

function KindChoice({ kind, onKind }: { kind: Kind; onKind: (kind: Kind) => void }) {
  const { t } = useI18n()
  return (
    <fieldset className="flex flex-wrap gap-4">
      <legend className="sr-only">{t('requests.ask.kind')}</legend>
      {(['server', 'site'] as const).map((one) => (
        <label key={one} className="flex min-h-6 items-center gap-2">
          <input type="radio" name="kind" checked={kind === one} onChange={() => onKind(one)} />
          {t(`requests.ask.${one}`)}
        </label>
      ))}
    </fieldset>
  )
}

interface TextFieldProps {
  value: string
  onChange: (value: string) => void
  missing: boolean
}

function AddressField({
  value,
  onChange,
  missing,
  entry,
}: TextFieldProps & { entry: CheckedEntry | undefined }) {
  const { t } = useI18n()
  return (
    <div className="grid gap-2">
      <Field
        label={t('requests.ask.address')}
        hint={t('requests.ask.addressHint')}
        error={missing && t('requests.ask.addressMissing')}
      >
        {(control) => (
          <input
            {...control}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            placeholder="https://ai.example.org:5000"
            maxLength={512}
            spellCheck={false}
            autoCapitalize="none"
            className={`${inputClass} font-mono`}
          />
        )}
      </Field>
      <div role="status">{entry && <EntryNotes entry={entry} />}</div>
    </div>
  )
}

function ReasonField({ value, onChange, missing }: TextFieldProps) {
  const { t } = useI18n()
  return (
    <Field
      label={t('requests.ask.reason')}
      hint={t('requests.ask.reasonHint')}
      error={missing && t('requests.ask.reasonMissing')}
    >
      {(control) => (
        <textarea
          {...control}
          rows={3}
          maxLength={500}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className="w-full rounded-md border border-line-strong bg-surface px-2.5 py-1.5 aria-invalid:border-bad"
        />
      )}
    </Field>
  )
}
