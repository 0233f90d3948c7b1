import { isOpen, type Run, type RunWatch } from '@ohif-admin/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Bell, BellRing } from 'lucide-react'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { askNoticePermission, useNoticePermission } from '../../lib/notice-permission.ts'
import { Button } from '../../ui/button.tsx'
import { errorSentence } from '../../ui/error-sentence.ts'
import { noticeQueries, sendWatch } from './notifications.queries.ts'

interface TellMeProps {
  run: Pick<Run, 'id' | 'state'>
  /** A link to where everything else about notifications is. */
  settings: (text: string) => ReactNode
}

/** Lets somebody go and be told. The browser is asked for its permission here, when it is of use, and by a click. */
export function TellMe({ run, settings }: TellMeProps) {
  const { t } = useI18n()
  const api = useApi()
  const queryClient = useQueryClient()
  const permission = useNoticePermission()
  const watch = useQuery({ ...noticeQueries.runWatch(api, run.id), enabled: isOpen(run.state) }).data
  const change = useMutation({
    mutationFn: async (channels: RunWatch['channels']) => {
      if (channels.includes('browser') && (await askNoticePermission()) !== 'granted') return null
      return sendWatch(api, run.id, { channels })
    },
    onSuccess: (changed) => {
      if (changed) queryClient.setQueryData(noticeQueries.runWatch(api, run.id).queryKey, changed)
    },
  })
  if (!isOpen(run.state) || !watch) return null

  const told = watch.told.filter((channel) => channel !== 'browser' || permission === 'granted')
  const canAsk = permission === 'default' || permission === 'granted'
  if (told.length > 0) {
    const words = t(`notices.tell.by.${told.length === 2 ? 'both' : (told[0] ?? 'browser')}`)
    return (
      <span className="inline-flex flex-wrap items-center gap-2">
        <span role="status" className="inline-flex items-center gap-1.5 text-good">
          <BellRing aria-hidden="true" className="size-3.5" />
          {words}
        </span>
        {watch.channels.length > 0 ? (
          <Button size="sm" variant="quiet" disabled={change.isPending} onClick={() => change.mutate([])}>
            {t('notices.tell.stop')}
          </Button>
        ) : (
          settings(t('notices.tell.change'))
        )}
      </span>
    )
  }
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {canAsk ? (
        <Button size="sm" disabled={change.isPending} onClick={() => change.mutate(['browser'])}>
          <Bell aria-hidden="true" className="size-3.5" />
          {t('notices.tell.ask')}
        </Button>
      ) : (
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
