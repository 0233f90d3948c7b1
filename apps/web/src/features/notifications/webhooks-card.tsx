import type { Webhook, WebhookId } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { noticeQueries, testWebhook } from './notifications.queries.ts'
import { TestButton } from './test-button.tsx'
import { WebhookForm } from './webhook-form.tsx'

interface WebhooksCardProps {
  open: WebhookId | 'new' | null
  onOpen: (webhook: WebhookId | 'new' | null) => void
}

/** Other systems that are told of what happens on the site. */
export function WebhooksCard({ open, onOpen }: WebhooksCardProps) {
  const { t } = useI18n()
  const query = useQuery(noticeQueries.webhooks(useApi()))
  const webhooks = query.data ?? []
  const shown = webhooks.find(({ id }) => id === open)
  const title = shown ? t('notices.webhook.edit') : t('notices.webhook.add')
  return (
    <section aria-labelledby="notices-webhooks" className="card">
      <div className="flex flex-wrap items-center gap-2 border-b border-line py-2 pr-2 pl-4">
        <h2 id="notices-webhooks" className="font-semibold">
          {t('notices.webhook.title')}
        </h2>
        <span role="status" className="mr-auto text-sm text-ink-2">
          {query.data ? t('notices.webhook.count', { count: webhooks.length }) : '\u00a0'}
        </span>
        <Button size="sm" onClick={() => onOpen('new')}>
          <Plus aria-hidden="true" className="size-3.5" />
          {t('notices.webhook.add')}
        </Button>
      </div>
      {query.isPending && <SkeletonRows rows={2} label={t('notices.webhook.loading')} />}
      {query.isError && (
        <div className="p-2">
          <ErrorNotice error={query.error} what={t('notices.webhook.failed')} onRetry={query.refetch} />
        </div>
      )}
      {query.data?.length === 0 && (
        <Empty title={t('notices.webhook.none')}>{t('notices.webhook.noneHint')}</Empty>
      )}
      <ul>
        {webhooks.map((webhook) => (
          <Row key={webhook.id} webhook={webhook} onOpen={() => onOpen(webhook.id)} />
        ))}
      </ul>
      <Dialog open={open === 'new' || shown !== undefined} onClose={() => onOpen(null)} title={title}>
        <WebhookForm key={shown?.id ?? 'new'} webhook={shown ?? null} onDone={() => onOpen(null)} />
      </Dialog>
    </section>
  )
}

function Row({ webhook, onOpen }: { webhook: Webhook; onOpen: () => void }) {
  const { t } = useI18n()
  const api = useApi()
  const { id, name, origin, kinds, enabled, waiting, givenUp } = webhook
  return (
    <li className="grid gap-2 border-b border-line px-4 py-2.5 last:border-b-0 lg:grid-cols-[1fr_auto] lg:items-center">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <button type="button" className="link text-left font-medium" onClick={onOpen}>
            <ForeignText>{name}</ForeignText>
          </button>
          <Badge tone={enabled ? 'good' : 'neutral'} plain>
            {t(enabled ? 'notices.webhook.on' : 'notices.webhook.off')}
          </Badge>
          {waiting > 0 && (
            <Badge tone="running" plain>
              {t('notices.webhook.waiting', { count: waiting })}
            </Badge>
          )}
          {givenUp > 0 && (
            <Badge tone="bad" plain>
              {t('notices.webhook.givenUp', { count: givenUp })}
            </Badge>
          )}
        </div>
        <p className="text-sm text-ink-2">
          <span className="font-mono text-xs break-all">{origin}</span> ·{' '}
          {kinds.map((kind) => t(`notices.kind.${kind}`)).join(' · ')}
        </p>
      </div>
      <TestButton name={name} send={() => testWebhook(api, id)} />
    </li>
  )
}
