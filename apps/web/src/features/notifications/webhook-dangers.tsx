import type { WebhookId } from '@ohif-admin/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { deleteWebhook, noticeQueries, renewSecret } from './notifications.queries.ts'

interface WebhookDangersProps {
  id: WebhookId
  onSecret: (secret: string) => void
  onGone: () => void
}

/** What cannot be taken back; each asks once more. */
export function WebhookDangers({ id, onSecret, onGone }: WebhookDangersProps) {
  const { t } = useI18n()
  const api = useApi()
  const queryClient = useQueryClient()
  const [asked, setAsked] = useState<'secret' | 'delete' | null>(null)
  const act = useMutation({
    mutationFn: async (what: 'secret' | 'delete') => {
      if (what === 'secret') return (await renewSecret(api, id)).secret
      await deleteWebhook(api, id)
      return null
    },
    onSuccess: async (secret) => {
      if (secret === null) onGone()
      else onSecret(secret)
      await queryClient.invalidateQueries({ queryKey: noticeQueries.root })
    },
  })
  return (
    <div className="grid gap-2 border-t border-line pt-4">
      {asked === null ? (
        <div className="flex flex-wrap gap-2">
          <Button size="sm" onClick={() => setAsked('secret')}>
            {t('notices.webhook.newSecret')}
          </Button>
          <Button size="sm" variant="danger" onClick={() => setAsked('delete')}>
            {t('notices.webhook.delete')}
          </Button>
        </div>
      ) : (
        <div className="flex flex-wrap items-center gap-2" role="alert">
          <p className="flex-1 basis-48 text-sm">{t(`notices.webhook.sure.${asked}`)}</p>
          <Button size="sm" onClick={() => setAsked(null)}>
            {t('common.cancel')}
          </Button>
          <Button size="sm" variant="danger" disabled={act.isPending} onClick={() => act.mutate(asked)}>
            {t(asked === 'secret' ? 'notices.webhook.newSecret' : 'notices.webhook.delete')}
          </Button>
        </div>
      )}
      {act.isError && <ErrorNotice error={act.error} what={t('notices.notSaved')} />}
    </div>
  )
}
