import type { ChangeRequestDetail } from '@ohif-admin/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { ApiError } from '../../lib/api-error.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Field } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { LookFound } from './look-found.tsx'
import { requestQueries, sendVerb } from './requests.queries.ts'
import { useApproval } from './use-approval.ts'

interface DecisionProps {
  detail: ChangeRequestDetail
  /** Shows a check by its number, from the page that knows checks. */
  foundByCheck: (checkId: string) => ReactNode
}

/** The buttons of one request, for whoever may press them. */
export function Decision({ detail, foundByCheck }: DecisionProps) {
  const { t } = useI18n()
  const api = useApi()
  const queryClient = useQueryClient()
  const { request, current } = detail
  const send = useMutation({
    mutationFn: (sent: Parameters<typeof sendVerb>[2]) => sendVerb(api, request.id, sent),
    // Also after a refusal: what was shown is not true any more.
    onSettled: () => queryClient.invalidateQueries({ queryKey: requestQueries.root }),
  })
  const approval = useApproval(detail, send.mutateAsync)
  const { decide, withdraw, acknowledge } = request.may
  // What spoke against the server kept it from being approved; once it is, that says no more.
  const found = decide || !approval.against ? approval.found : null
  const error = approval.failed ?? (isAboutServer(send.error) ? null : send.error)
  const failed = (
    <>
      {found && <LookFound check={found} foundByCheck={foundByCheck} />}
      {error && <ErrorNotice error={error} what={t('requests.notDone')} />}
    </>
  )
  if (decide)
    return (
      <>
        {failed}
        {approval.isLooking && !send.isPending && (
          <Notice
            tone="running"
            role="status"
            title={t('requests.look.looking')}
            action={
              <Button size="sm" onClick={approval.leave}>
                {t('requests.look.cancel')}
              </Button>
            }
          />
        )}
        <DecideForm
          pending={send.isPending || approval.isLooking}
          canApprove={current !== null}
          against={approval.against}
          onApprove={approval.approve}
          onRefuse={(word) => send.mutate({ verb: 'refuse', body: { word } })}
        />
      </>
    )
  if (!withdraw && !acknowledge) return failed
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

/** Told by what was found, rather than by a sentence of its own. */
const isAboutServer = (error: unknown) => error instanceof ApiError && error.check !== undefined

interface DecideFormProps {
  pending: boolean
  /** Without the list as it is now nobody can say what would be replaced. */
  canApprove: boolean
  /** What was found at the server speaks against it: approving needs a word too. */
  against: boolean
  onApprove: (word: string) => void
  onRefuse: (word: string) => void
}

function DecideForm({ pending, canApprove, against, onApprove, onRefuse }: DecideFormProps) {
  const { t } = useI18n()
  const [word, setWord] = useState('')
  const [missing, setMissing] = useState<'refuse' | 'approve' | null>(null)
  const said = word.trim()
  const refuse = () => {
    setMissing('refuse')
    if (said !== '') onRefuse(said)
  }
  const approve = () => {
    setMissing(against ? 'approve' : null)
    if (said !== '' || !against) onApprove(said)
  }
  const complaint = missing === 'approve' ? 'requests.look.wordMissing' : 'requests.wordMissing'
  return (
    <div className="grid gap-3 border-t border-line pt-4">
      <Field
        label={t('requests.word')}
        hint={t('requests.wordHint')}
        error={missing !== null && said === '' && t(complaint)}
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
        <Button variant="primary" disabled={pending || !canApprove} onClick={approve}>
          {t(against ? 'requests.look.anyway' : 'requests.approve')}
        </Button>
      </div>
    </div>
  )
}
