import { useSyncExternalStore } from 'react'

/** `none`: this browser has no notifications, or keeps them from pages that did not come over https. */
export type NoticePermission = 'granted' | 'denied' | 'default' | 'none'

const listeners = new Set<() => void>()
let watched = false

/** What the browser lets this console do. */
export function noticePermission(): NoticePermission {
  return 'Notification' in window && window.isSecureContext ? Notification.permission : 'none'
}

/** Asks the person; to be called by a click only. A browser that was asked before answers without asking. */
export async function askNoticePermission(): Promise<NoticePermission> {
  if (noticePermission() === 'default') await Notification.requestPermission()
  tell()
  return noticePermission()
}

function tell() {
  for (const listener of [...listeners]) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  watchSettings()
  return () => {
    listeners.delete(listener)
  }
}

/** People change it in the settings of the browser, beside the page. */
function watchSettings() {
  if (watched || !('permissions' in navigator)) return
  watched = true
  navigator.permissions.query({ name: 'notifications' }).then(
    (status) => status.addEventListener('change', tell),
    // A browser that does not tell still answers when it is asked.
    () => undefined,
  )
}

export const useNoticePermission = () => useSyncExternalStore(subscribe, noticePermission)
