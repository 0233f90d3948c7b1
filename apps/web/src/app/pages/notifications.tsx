import { useNavigate, useSearch } from '@tanstack/react-router'
import { NotificationsPage } from '../../features/notifications/notifications-page.tsx'
import { type NotificationsView, paramsOf, viewOf } from '../../features/notifications/notifications-view.ts'
import { DocumentTitle } from '../document-title.tsx'
import { NoticeLink } from '../notice-link.tsx'
import { useMe } from '../use-me.ts'

export function NotificationsRoute() {
  const me = useMe()
  const view = viewOf(useSearch({ from: '/frame/notifications' }))
  const navigate = useNavigate({ from: '/notifications' })
  const onView = (change: Partial<NotificationsView>, { replace }: { replace: boolean }) =>
    void navigate({ search: paramsOf({ ...view, ...change }), replace, resetScroll: false })
  return (
    <>
      <DocumentTitle page="notices.title" />
      <NotificationsPage
        me={me}
        view={view}
        onView={onView}
        link={(page, text) => <NoticeLink page={page}>{text}</NoticeLink>}
      />
    </>
  )
}
