import { isActive, type Run } from '@ohif-admin/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { runsApi } from '../../lib/runs-api.ts'
import { useNow } from '../../lib/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { applyRun } from './run-cache.ts'
import { logSightSentence } from './run-sentences.ts'

/** One large session can be minutes without a line; a quarter of an hour is worth a word. */
const SILENT_MS = 15 * 60_000
/** XNAT writes its first line as soon as it takes the call. */
const UNSEEN_MS = 2 * 60_000

/**
 * Why the end of an open run may not be seen; null while all is well. Only a run that the log cannot show may be
 * given up; a silent one may still speak.
 */
export function whyOutOfSight(run: Run, now: number): 'log' | 'unseen' | 'silent' | null {
  // A guided run has XNAT's answers, and one that waits has nothing to be seen.
  if (!isActive(run.state) || run.kind === 'guided') return null
  if (run.log.state !== 'ok') return 'log'
  const quietMs = now - Date.parse(run.lastLineAt ?? run.startedAt)
  if (run.state === 'starting') return quietMs > UNSEEN_MS ? 'unseen' : null
  return quietMs > SILENT_MS && run.stalled === null ? 'silent' : null
}

/** Says that a run's end may never be seen, and lets an admin close it here. XNAT's work is not touched. */
export function StopWatching({ run, admin }: { run: Run; admin: boolean }) {
  const { t } = useI18n()
  const [asking, setAsking] = useState(false)
  const why = whyOutOfSight(run, useNow(30_000))
  if (!why) return null
  if (why === 'silent') {
    return (
      <Notice tone="unknown" title={t('stopWatching.silent')}>
        {t('stopWatching.silentHint')}
      </Notice>
    )
  }
  return (
    <Notice
      tone="unknown"
      title={t('stopWatching.title')}
      action={
        admin && (
          <Button size="sm" onClick={() => setAsking(true)}>
            {t('stopWatching.ask')}
          </Button>
        )
      }
    >
      {why === 'log'
        ? t('stopWatching.log', { why: logSightSentence(run.log, t) })
        : t('stopWatching.unseen')}{' '}
      {t(admin ? 'stopWatching.adminHint' : 'stopWatching.hint')}
      <Dialog open={asking} onClose={() => setAsking(false)} title={t('stopWatching.dialogTitle')}>
        <StopWatchingForm run={run} onDone={() => setAsking(false)} />
      </Dialog>
    </Notice>
  )
}

function StopWatchingForm({ run, onDone }: { run: Run; onDone: () => void }) {
  const { t } = useI18n()
  const api = useApi()
  const queryClient = useQueryClient()
  const stop = useMutation({
    mutationFn: () => runsApi(api).stopWatching(run.id),
    onSuccess: async (changed) => {
      await applyRun(queryClient, changed)
      onDone()
    },
  })
  return (
    <div className="grid gap-4 p-4">
      <p>{t('stopWatching.effect')}</p>
      {stop.isError && <ErrorNotice error={stop.error} what={t('stopWatching.failed')} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{t('common.cancel')}</Button>
        <Button variant="danger" disabled={stop.isPending} onClick={() => stop.mutate()}>
          {t('stopWatching.confirm')}
        </Button>
      </div>
    </div>
  )
}
