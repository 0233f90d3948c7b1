import type { NewWebhook, Webhook } from '@ohif-admin/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { ApiError } from '../../lib/api-error.ts'
import { Button } from '../../ui/button.tsx'
import { CheckField } from '../../ui/check-field.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { changeWebhook, createWebhook, noticeQueries } from './notifications.queries.ts'
import { outcomeNamed } from './outcome-named.ts'
import { SecretOnce } from './secret-once.tsx'
import { WebhookDangers } from './webhook-dangers.tsx'
import { WebhookKinds, WebhookTexts } from './webhook-fields.tsx'

interface WebhookFormProps {
  /** Null for a new one. */
  webhook: Webhook | null
  onDone: () => void
}

const EMPTY: NewWebhook = {
  name: '',
  url: '',
  kinds: ['run-finished', 'run-not-started', 'run-broken'],
  names: false,
  enabled: true,
}

/** Adds a webhook or changes one. A new one's secret is shown once it is saved, and only then. */
export function WebhookForm({ webhook, onDone }: WebhookFormProps) {
  const { t } = useI18n()
  const api = useApi()
  const queryClient = useQueryClient()
  const [draft, setDraft] = useState<NewWebhook>(webhook ? { ...draftOf(webhook) } : EMPTY)
  const [secret, setSecret] = useState<string | null>(null)
  const [tried, setTried] = useState(false)
  const refresh = () => queryClient.invalidateQueries({ queryKey: noticeQueries.webhooks(api).queryKey })
  const save = useMutation({
    mutationFn: async () => {
      if (!webhook) return (await createWebhook(api, draft)).secret
      const { url, ...rest } = draft
      await changeWebhook(api, webhook.id, url === '' ? rest : draft)
      return null
    },
    onSuccess: async (told) => {
      await refresh()
      if (told === null) onDone()
      else setSecret(told)
    },
  })
  const missing = { name: draft.name.trim() === '', url: !webhook && draft.url.trim() === '' }
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTried(true)
    if (!missing.name && !missing.url && draft.kinds.length > 0) save.mutate()
  }
  const change = (part: Partial<NewWebhook>) => setDraft((old) => ({ ...old, ...part }))
  if (secret !== null) return <SecretOnce secret={secret} onDone={onDone} />
  return (
    <form noValidate className="grid gap-4 p-4" onSubmit={submit}>
      <WebhookTexts
        draft={draft}
        origin={webhook?.origin ?? null}
        wrong={{
          name: tried && missing.name && t('notices.webhook.nameMissing'),
          url: (tried && missing.url && t('notices.webhook.urlMissing')) || refusalOf(save.error, t),
        }}
        onChange={change}
      />
      <WebhookKinds
        value={draft.kinds}
        missing={tried && draft.kinds.length === 0}
        onChange={(kinds) => change({ kinds })}
      />
      <CheckField
        label={t('notices.names.label')}
        hint={t('notices.names.webhookHint')}
        checked={draft.names}
        onChange={(names) => change({ names })}
      />
      <CheckField
        label={t('notices.webhook.enabled')}
        checked={draft.enabled}
        onChange={(enabled) => change({ enabled })}
      />
      {save.isError && !refusalOf(save.error, t) && (
        <ErrorNotice error={save.error} what={t('notices.notSaved')} />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onDone}>{t('common.cancel')}</Button>
        <Button type="submit" variant="primary" disabled={save.isPending}>
          {t('notices.save')}
        </Button>
      </div>
      {webhook && <WebhookDangers id={webhook.id} onSecret={setSecret} onGone={onDone} />}
    </form>
  )
}

const draftOf = ({ name, kinds, names, enabled }: Webhook) => ({ name, kinds, names, enabled, url: '' })

/** Why the console does not call the address, in the words of the log of what was sent. */
function refusalOf(error: unknown, t: ReturnType<typeof useI18n>['t']): string | false {
  if (!(error instanceof ApiError) || error.code !== 'target-refused') return false
  return t(`notices.outcome.${outcomeNamed(error.fields[0]?.message)}`)
}
