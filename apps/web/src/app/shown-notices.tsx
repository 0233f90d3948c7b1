import { useRouter } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { withMessages } from '../i18n/i18n.ts'
import { useNoticePermission } from '../lib/notice-permission.ts'

const BrowserNotices = lazy(async () => {
  const { BrowserNotices: component } = await withMessages(
    import('../features/notifications/browser-notices.tsx'),
    'notifications',
  )
  return { default: component }
})

/** Shows what is new while any page is open; nothing of it is fetched before the browser allows it. */
export function ShownNotices() {
  const router = useRouter()
  if (useNoticePermission() !== 'granted') return null
  const base = router.basepath.replace(/\/$/, '')
  return (
    <Suspense>
      <BrowserNotices onOpen={(page) => router.history.push(`${base}/${page}`)} />
    </Suspense>
  )
}
