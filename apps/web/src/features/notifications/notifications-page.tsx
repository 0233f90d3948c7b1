import type { Me } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { ChoicesForm } from './choices-form.tsx'
import { noticeQueries } from './notifications.queries.ts'
import type { NotificationsView } from './notifications-view.ts'
import { OwnChannels } from './own-channels.tsx'
import { SentList } from './sent-list.tsx'
import { WebhooksCard } from './webhooks-card.tsx'

interface NotificationsPageProps {
  me: Me
  view: NotificationsView
  onView: (change: Partial<NotificationsView>, options: { replace: boolean }) => void
  /** A link to where a notice points. */
  link: (page: string, text: string) => ReactNode
}

/** What one is told, how, and what was sent. */
export function NotificationsPage({ me, view, onView, link }: NotificationsPageProps) {
  const { t } = useI18n()
  const mine = useQuery(noticeQueries.mine(useApi()))
  return (
    <Page title={t('notices.title')} intro={t('notices.intro')}>
      {mine.isPending && (
        <div className="card">
          <SkeletonRows rows={8} label={t('notices.loading')} />
        </div>
      )}
      {mine.isError && !mine.data && (
        <ErrorNotice error={mine.error} what={t('notices.failed')} onRetry={mine.refetch} />
      )}
      {mine.data && (
        <div className="grid items-start gap-4 xl:grid-cols-[2fr_3fr]">
          <OwnChannels mail={mine.data.mail} />
          <ChoicesForm mine={mine.data} />
        </div>
      )}
      {me.role === 'admin' && (
        <WebhooksCard open={view.webhook} onOpen={(webhook) => onView({ webhook }, { replace: !webhook })} />
      )}
      <SentList all={me.role === 'admin'} view={view} onView={onView} link={link} />
    </Page>
  )
}
