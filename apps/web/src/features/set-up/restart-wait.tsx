import type { RestartState } from '@ohif-admin/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import type { Translate } from '../../i18n/translate.ts'
import { useApi } from '../../lib/api-context.tsx'
import { visibleText } from '../../lib/visible-text.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Tone } from '../../ui/tone.ts'
import { beginRestart, endRestart, setUpQueries } from './set-up.queries.ts'

/** Waits for a restart that somebody makes elsewhere. Green only when XNAT says that it began anew and the plugin answers. */
export function RestartWait() {
  const { t } = useI18n()
  const api = useApi()
  const queryClient = useQueryClient()
  const query = useQuery(setUpQueries.restart(api))
  const restart = query.data
  const show = (next: RestartState) => queryClient.setQueryData(setUpQueries.restart(api).queryKey, next)
  const begin = useMutation({ mutationFn: () => beginRestart(api), onSuccess: show })
  const end = useMutation({ mutationFn: () => endRestart(api), onSuccess: show })
  const isOver = restart?.state === 'restarted'
  useEffect(() => {
    // What was examined before the restart is about another life of XNAT.
    if (isOver) void queryClient.invalidateQueries({ queryKey: setUpQueries.doctor(api).queryKey })
  }, [isOver, queryClient, api])
  const error = begin.error ?? end.error
  return (
    <div className="grid grid-cols-1 gap-2">
      <div role="status">
        {restart && restart.state !== 'none' && (
          <Notice tone={toneOf(restart)} title={sentenceOf(restart, t)}>
            {restart.watch && (
              <>
                {t('setUp.restart.by', { name: visibleText(restart.watch.begunBy) })}{' '}
                <Instant at={restart.watch.begunAt} />
              </>
            )}
          </Notice>
        )}
      </div>
      {error && <ErrorNotice error={error} what={t('setUp.restart.failed')} />}
      {query.isError && !restart && (
        <ErrorNotice error={query.error} what={t('setUp.restart.failed')} onRetry={query.refetch} />
      )}
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => begin.mutate()} disabled={begin.isPending}>
          {t(restart?.watch ? 'setUp.restart.again' : 'setUp.restart.begin')}
        </Button>
        {restart?.watch && (
          <Button variant="quiet" onClick={() => end.mutate()} disabled={end.isPending}>
            {t('setUp.restart.end')}
          </Button>
        )}
      </div>
    </div>
  )
}

function toneOf({ state, plugin }: RestartState): Tone {
  if (state === 'unknown') return 'unknown'
  if (state !== 'restarted') return 'running'
  if (plugin?.state === 'answers') return 'good'
  return plugin?.state === 'unknown' ? 'unknown' : 'bad'
}

function sentenceOf({ state, plugin }: RestartState, t: Translate): string {
  if (state !== 'restarted' || plugin === null)
    return t(`setUp.restart.${state === 'restarted' ? 'unknown' : state}`)
  return t(`setUp.restart.plugin.${plugin.state}`, { version: visibleText(plugin.version ?? '?') })
}
