import type { MyNotices, NoticeWatch, NoticeWatchState } from '@ohif-admin/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Bell, BellRing, Mail } from 'lucide-react'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { askNoticePermission, useNoticePermission } from '../../lib/notice-permission.ts'
import { Button } from '../../ui/button.tsx'
import { errorSentence } from '../../ui/error-sentence.ts'
import { noticeQueries, sendWatch, type Watched } from './notifications.queries.ts'

interface TellMeProps {
  watched: Watched
  /** Whether there is an end to come. */
  open: boolean
  /** A link to where everything else about notifications is. */
  settings: (text: string) => ReactNode
}

type Channels = NoticeWatch['channels']

/** Lets somebody go and be told. The browser is asked for its permission here, when it is of use, and by a click. */
export function TellMe({ watched, open, settings }: TellMeProps) {
  const { t } = useI18n()
  const api = useApi()
  const queryClient = useQueryClient()
  const permission = useNoticePermission()
  const { queryKey, ...query } = noticeQueries.watch(api, watched)
  const watch = useQuery({ queryKey, ...query, enabled: open }).data
  const change = useMutation({
    mutationFn: async ({ channels, ask }: { channels: Channels; ask: boolean }) => {
      if (ask && (await askNoticePermission()) !== 'granted') return null
      return sendWatch(api, watched, { channels })
    },
    onSuccess: (changed) => {
      if (changed) queryClient.setQueryData(queryKey, changed)
    },
    // An address that was there may be gone: what can be offered is read again.
    onError: () => queryClient.invalidateQueries({ queryKey }),
  })
  if (!open || !watch) return null

  const told = watch.told.filter((channel) => channel !== 'browser' || permission === 'granted')
  const canAsk = permission === 'default' || permission === 'granted'
  const add = (channel: Channels[number]) =>
    change.mutate({
      channels: [...new Set([...watch.channels, channel])],
      ask: channel === 'browser',
    })
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {told.length > 0 && (
        <Told told={told}>
          {watch.channels.length > 0 ? (
            <Button
              size="sm"
              variant="quiet"
              disabled={change.isPending}
              onClick={() => change.mutate({ channels: [], ask: false })}
            >
              {t('notices.tell.stop')}
            </Button>
          ) : (
            settings(t('notices.tell.change'))
          )}
        </Told>
      )}
      {!told.includes('browser') && canAsk && (
        <Button size="sm" disabled={change.isPending} onClick={() => add('browser')}>
          <Bell aria-hidden="true" className="size-3.5" />
          {t(told.length > 0 ? 'notices.tell.also.browser' : 'notices.tell.ask')}
        </Button>
      )}
      {!told.includes('email') && (
        <ByMail
          mail={watch.mail}
          also={told.length > 0}
          disabled={change.isPending}
          onAsk={() => add('email')}
        />
      )}
      {told.length === 0 && !canAsk && (
        <span>
          {t(`notices.permission.${permission}`)} {settings(t('notices.tell.otherWays'))}
        </span>
      )}
      {change.isError && (
        <span role="alert" className="text-bad">
          {errorSentence(change.error, t)}
        </span>
      )}
    </span>
  )
}

interface ToldProps {
  told: NoticeWatchState['told']
  /** What can be done about it. */
  children: ReactNode
}

function Told({ told, children }: ToldProps) {
  const { t } = useI18n()
  return (
    <>
      <span role="status" className="inline-flex items-center gap-1.5 text-good">
        <BellRing aria-hidden="true" className="size-3.5" />
        {t(`notices.tell.by.${told.length === 2 ? 'both' : (told[0] ?? 'browser')}`)}
      </span>
      {children}
    </>
  )
}

interface ByMailProps extends Pick<MyNotices, 'mail'> {
  /** Another way is chosen already. */
  also: boolean
  disabled: boolean
  onAsk: () => void
}

/** A mail, or why there can be none. */
function ByMail({ mail, also, disabled, onAsk }: ByMailProps) {
  const { t } = useI18n()
  if (mail.state === 'ready')
    return (
      <Button size="sm" disabled={disabled} title={mail.address ?? undefined} onClick={onAsk}>
        <Mail aria-hidden="true" className="size-3.5" />
        {t(also ? 'notices.tell.also.email' : 'notices.tell.email')}
      </Button>
    )
  // Whoever is told anyhow need not hear of what nobody here can have.
  if (also && mail.state === 'off') return null
  return <span className="text-sm text-ink-2">{t(`notices.mailHint.${mail.state}`)}</span>
}
