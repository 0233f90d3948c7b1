import type { Notice } from '@ohif-admin/contracts'
import { useEffect, useRef } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { useTopic } from '../../lib/live-context.tsx'
import { noticeDetail, noticeTitle } from './notice-words.ts'
import { readRecent } from './notifications.queries.ts'
import { takeUnshown } from './shown-notices.ts'

interface BrowserNoticesProps {
  /** Opens a page of the console, named below its own address. */
  onOpen: (page: string) => void
}

/**
 * Shows what is new for this person as notifications of the browser, also while the tab is in the background. Every tab
 * hears of it; one of them shows it.
 */
export function BrowserNotices({ onOpen }: BrowserNoticesProps) {
  const { t, locale } = useI18n()
  const api = useApi()
  const busy = useRef(Promise.resolve())
  const toldLocale = useRef(locale)

  const show = (notice: Notice) => {
    try {
      const shown = new Notification(noticeTitle(notice, t), {
        body: noticeDetail(notice, t),
        tag: notice.id,
      })
      shown.onclick = () => {
        window.focus()
        onOpen(notice.page)
        shown.close()
      }
    } catch {
      // Some browsers take them from service workers only; what is new stays in the list of what was sent.
    }
  }
  const look = async () => {
    const { notices } = await readRecent(api)
    for (const notice of await takeUnshown(notices, Date.now())) show(notice)
  }
  useTopic('notices', (message) => {
    if (message.type !== 'notices' && message.type !== 'opened') return
    // One look after the other; one that fails is made up for by the next.
    busy.current = busy.current.then(look).catch(() => undefined)
  })
  // Any question carries the language; this one lets mails follow it at once.
  useEffect(() => {
    if (toldLocale.current === locale) return
    toldLocale.current = locale
    readRecent(api).catch(() => undefined)
  }, [api, locale])
  return null
}
