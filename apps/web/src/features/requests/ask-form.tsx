import type { ProjectId } from '@ohif-admin/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { ApiError } from '../../lib/api-error.ts'
import { Button } from '../../ui/button.tsx'
import { CheckField } from '../../ui/check-field.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { AddressField, ReasonField } from './ask-fields.tsx'
import { requestQueries, sendProposal } from './requests.queries.ts'

interface AskFormProps {
  projectId: ProjectId
  /** The project has a list of its own that could be taken away. */
  hasOwnList: boolean
  /** Looks at a server and tells the number of the check, from the page that can. */
  check: (entry: string, onChecked: (checkId: string) => void) => ReactNode
  onDone: () => void
}

type Kind = 'server' | 'site'

/** Asks site admins for another server. One is enough: the viewer uses the first of a list and no other. */
export function AskForm({ projectId, hasOwnList, check: checkOf, onDone }: AskFormProps) {
  const { t } = useI18n()
  const api = useApi()
  const queryClient = useQueryClient()
  const [kind, setKind] = useState<Kind>('server')
  const [server, setServer] = useState('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const [checked, setChecked] = useState<{ server: string; checkId: string } | null>(null)
  const [sends, setSends] = useState(true)
  const text = server.trim()
  const list = kind === 'site' ? [] : [text]
  const check = useQuery({ ...requestQueries.check(api, [text]), enabled: kind === 'server' && text !== '' })
  const entry = check.data?.[0]
  // What was found at another server is not sent along.
  const found = kind === 'server' && checked?.server === text ? checked.checkId : null
  const propose = useMutation({
    mutationFn: () =>
      sendProposal(api, { projectId, list, reason: reason.trim(), checkId: sends ? found : null }),
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
      {kind === 'server' && text !== '' && entry?.problems.length === 0 && (
        <div className="grid gap-3">
          {checkOf(text, (checkId) => setChecked({ server: text, checkId }))}
          {found !== null && (
            <CheckField
              label={t('requests.ask.sendCheck')}
              hint={t('requests.ask.sendCheckHint')}
              checked={sends}
              onChange={setSends}
            />
          )}
        </div>
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
