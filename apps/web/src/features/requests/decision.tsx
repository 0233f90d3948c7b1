import { type ChangeRequestDetail, seenOf } from '@ohif-admin/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Field } from '../../ui/field.tsx'
import { requestQueries, sendVerb } from './requests.queries.ts'

/** The buttons of one request, for whoever may press them. */
export function Decision({ detail }: { detail: ChangeRequestDetail }) {
  const { t } = useI18n()
  const api = useApi()
  const queryClient = useQueryClient()
  const { request, current } = detail
  const send = useMutation({
    mutationFn: (sent: Parameters<typeof sendVerb>[2]) => sendVerb(api, request.id, sent),
    // Also after a refusal: what was shown is not true any more.
    onSettled: () => queryClient.invalidateQueries({ queryKey: requestQueries.root }),
  })
  const { decide, withdraw, acknowledge } = request.may
  const failed = send.isError && <ErrorNotice error={send.error} what={t('requests.notDone')} />
  if (decide)
    return (
      <>
        {failed}
        <DecideForm
          pending={send.isPending}
          canApprove={current !== null}
          onApprove={(word) =>
            current && send.mutate({ verb: 'approve', body: { seen: seenOf(current), word } })
          }
          onRefuse={(word) => send.mutate({ verb: 'refuse', body: { word } })}
        />
      </>
    )
  if (!withdraw && !acknowledge) return failed || null
  return (
    <>
      {failed}
      <div className="flex justify-end gap-2">
        {withdraw && (
          <Button disabled={send.isPending} onClick={() => send.mutate({ verb: 'withdraw', body: {} })}>
            {t('requests.withdraw')}
          </Button>
        )}
        {acknowledge && (
          <Button
            variant="primary"
            disabled={send.isPending}
            onClick={() => send.mutate({ verb: 'acknowledge', body: {} })}
          >
            {t('requests.acknowledge')}
          </Button>
        )}
      </div>
    </>
  )
}

interface DecideFormProps {
  pending: boolean
  /** Without the list as it is now nobody can say what would be replaced. */
  canApprove: boolean
  onApprove: (word: string) => void
  onRefuse: (word: string) => void
}

function DecideForm({ pending, canApprove, onApprove, onRefuse }: DecideFormProps) {
  const { t } = useI18n()
  const [word, setWord] = useState('')
  const [missing, setMissing] = useState(false)
  const said = word.trim()
  const refuse = () => {
    setMissing(said === '')
    if (said !== '') onRefuse(said)
  }
  return (
    <div className="grid gap-3 border-t border-line pt-4">
      <Field
        label={t('requests.word')}
        hint={t('requests.wordHint')}
        error={missing && said === '' && t('requests.wordMissing')}
      >
        {(control) => (
          <textarea
            {...control}
            rows={2}
            maxLength={500}
            value={word}
            onChange={(event) => setWord(event.target.value)}
            className="w-full rounded-md border border-line-strong bg-surface px-2.5 py-1.5 aria-invalid:border-bad"
          />
        )}
      </Field>
      {!canApprove && <p className="text-sm text-ink-2">{t('requests.cannotApprove')}</p>}
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="danger" disabled={pending} onClick={refuse}>
          {t('requests.refuse')}
        </Button>
        <Button variant="primary" disabled={pending || !canApprove} onClick={() => onApprove(said)}>
          {t('requests.approve')}
        </Button>
      </div>
    </div>
  )
}
