import { isOpen, type Run } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../i18n/i18n.ts'
import { duration } from '../../lib/time.ts'
import { Badge } from '../../ui/badge.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { runTone, runWord } from './run-outcome.ts'
import { runTarget } from './run-sentences.ts'

/** On small screens only what tells runs apart and how they ended. */
export const RUN_COLUMN_CLASS: Readonly<Record<string, string>> = {
  state: 'w-px',
  project: 'min-w-32',
  started: 'hidden sm:table-cell',
  by: 'hidden min-w-24 lg:table-cell',
  took: 'hidden lg:table-cell text-right',
  stored: 'text-right',
  failures: 'hidden sm:table-cell text-right',
}

/** How long a run took, or has been going on; milliseconds. */
export function tookMs({ startedAt, endedAt }: Run): number {
  return Math.max(0, (endedAt ? Date.parse(endedAt) : Date.now()) - Date.parse(startedAt))
}

export function RunStateCell({ run }: { run: Run }) {
  const { t } = useI18n()
  return (
    <Badge tone={runTone(run)} plain>
      {t(`run.word.${runWord(run)}`)}
    </Badge>
  )
}

export function RunLinkCell({ run }: { run: Run }) {
  const { t } = useI18n()
  return (
    <Link
      to="/runs/$runId"
      params={{ runId: run.id }}
      data-list-item
      className="link inline-flex min-h-6 items-center"
    >
      <ForeignText>{runTarget(run, t)}</ForeignText>
    </Link>
  )
}

export function TookCell({ run }: { run: Run }) {
  const { locale } = useI18n()
  return <span className="whitespace-nowrap">{isOpen(run.state) ? '–' : duration(tookMs(run), locale)}</span>
}

export function StoredCell({ run: { counts } }: { run: Run }) {
  const { t, locale } = useI18n()
  const text =
    counts.total === null
      ? new Intl.NumberFormat(locale).format(counts.stored)
      : t('runs.storedOf', { stored: counts.stored, total: counts.total })
  return <span className="whitespace-nowrap">{text}</span>
}

export function FailuresCell({ run }: { run: Run }) {
  const { t, locale } = useI18n()
  const { failed, silentFailure, unknown } = run.counts
  const count = failed + silentFailure
  return (
    <>
      <span className={count > 0 ? 'font-semibold text-bad' : 'text-ink-2'}>
        {new Intl.NumberFormat(locale).format(count)}
      </span>
      {unknown > 0 && (
        <span className="whitespace-nowrap text-ink-2"> · {t('runs.unknown', { count: unknown })}</span>
      )}
    </>
  )
}
