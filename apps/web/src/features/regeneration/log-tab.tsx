import type { LogView as LogSeen, Run } from '@ohif-admin/contracts'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { Notice } from '../../ui/notice.tsx'
import { NewestLines } from './newest-lines.tsx'
import { logSightSentence } from './run-sentences.ts'

interface LogTabProps {
  run: Run
  /** How much of the log this person sees. */
  seen: LogSeen
  /** The lines themselves, for those who may read them. */
  lines: ReactNode
}

/** The lines of the log that belong to this run, or what can be told about them. */
export function LogTab({ run, seen, lines }: LogTabProps) {
  const { t } = useI18n()
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {run.log.state !== 'ok' && (
        <Notice tone="unknown">{t('log.notVisible', { why: logSightSentence(run.log, t) })}</Notice>
      )}
      {seen !== 'raw' && (
        <p className="border-b border-line px-3 py-2 text-sm text-ink-2">{t(`log.seen.${seen}`)}</p>
      )}
      {seen === 'derived' ? <NewestLines run={run} /> : lines}
    </div>
  )
}
