import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Eye, EyeOff } from 'lucide-react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { aiServerQueries, sendWatch } from './ai-servers.queries.ts'

/** Has the console look at a server although no list names it, or no longer. */
export function WatchButton({ entry, watched }: { entry: string; watched: boolean }) {
  const { t } = useI18n()
  const api = useApi()
  const client = useQueryClient()
  const change = useMutation({
    mutationFn: () => sendWatch(api, watched ? 'unwatch' : 'watch', entry),
    onSettled: () => client.invalidateQueries({ queryKey: aiServerQueries.list(api).queryKey }),
  })
  const Icon = watched ? EyeOff : Eye
  return (
    <>
      <Button
        size="sm"
        onClick={() => change.mutate()}
        disabled={change.isPending}
        title={t(watched ? 'servers.watch.offHint' : 'servers.watch.onHint')}
      >
        <Icon aria-hidden="true" className="size-3.5" />
        {t(watched ? 'servers.watch.off' : 'servers.watch.on')}
      </Button>
      {change.error && <ErrorNotice error={change.error} what={t('servers.watch.failed')} />}
    </>
  )
}
