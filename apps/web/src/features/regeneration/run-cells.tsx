import { isOpen, type Run } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../i18n/i18n.ts'
import { duration } from '../../lib/time.ts'
import { Badge } from '../../ui/badge.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { neverStarted, runTone, runWord } from './run-outcome.ts'
import { runTarget } from './run-sentences.ts'

/** One line from 1024 px on; below, what tells runs apart and how they ended, in three short lines. */
export const RUN_ROW_CLASS =
  'border-b border-line last:border-b-0 hover:bg-hover max-lg:grid max-lg:grid-cols-[minmax(0,1fr)_auto] max-lg:gap-x-4 max-lg:gap-y-0.5 max-lg:px-3 max-lg:py-2'
const CELL = 'lg:h-9 lg:px-3 lg:py-1'
export const RUN_CELL_CLASS: Readonly<Record<string, string>> = {
  state: `${CELL} max-lg:order-1`,
  started: `${CELL} max-lg:order-2 max-lg:text-right max-lg:text-sm max-lg:text-ink-2`,
  project: `${CELL} max-lg:order-3 max-lg:col-span-2 lg:min-w-32`,
  stored: `${CELL} max-lg:order-4 max-lg:text-sm lg:text-right`,
  failures: `${CELL} text-right max-lg:order-5 max-lg:text-sm`,
  kind: `${CELL} max-lg:hidden whitespace-nowrap`,
  by: `${CELL} max-lg:hidden min-w-24`,
  took: `${CELL} max-lg:hidden text-right`,
}
/** Of the heads, where the width or the side is theirs too. */
export const RUN_HEAD_CLASS: Readonly<Record<string, string>> = {
  state: 'lg:w-px',
  project: 'lg:min-w-32',
  kind: 'max-lg:hidden',
  by: 'min-w-24 max-lg:hidden',
  took: 'max-lg:hidden text-right',
  stored: 'lg:text-right',
  failures: 'lg:text-right',
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

/** `bare`: the kind of the run stands elsewhere on every screen. */
export function RunLinkCell({ run, bare = false }: { run: Run; bare?: boolean }) {
  const { t } = useI18n()
  return (
    <>
      <Link
        to="/runs/$runId"
        params={{ runId: run.id }}
        data-list-item
        className="link inline-flex min-h-6 items-center"
      >
        <span className="line-clamp-2" title={runTarget(run, t)}>
          <ForeignText>{runTarget(run, t)}</ForeignText>
        </span>
      </Link>
      {!bare && <span className="ml-2 text-sm text-ink-2 lg:hidden">{t(`run.kind.${run.kind}`)}</span>}
    </>
  )
}

export function KindCell({ run }: { run: Run }) {
  const { t } = useI18n()
  return t(`run.kind.${run.kind}`)
}

export function TookCell({ run }: { run: Run }) {
  const { locale } = useI18n()
  return <span className="whitespace-nowrap">{isOpen(run.state) ? '–' : duration(tookMs(run), locale)}</span>
}

/** Below 1024 px no head says what is counted, so the cell does. */
export function StoredCell({ run }: { run: Run }) {
  const { t, locale } = useI18n()
  const { counts } = run
  if (neverStarted(run)) return <NotCounted />
  const text =
    counts.total === null
      ? new Intl.NumberFormat(locale).format(counts.stored)
      : t('runs.storedOf', { stored: counts.stored, total: counts.total })
  const worded =
    counts.total === null
      ? t('run.part.stored', { count: counts.stored })
      : t('run.part.stored-of', { stored: counts.stored, total: counts.total })
  return (
    <>
      <span className="whitespace-nowrap max-lg:hidden">{text}</span>
      <span className="lg:hidden">{worded}</span>
    </>
  )
}

function NotCounted() {
  return <span className="text-ink-2 max-lg:hidden">–</span>
}

export function FailuresCell({ run }: { run: Run }) {
  const { t, locale } = useI18n()
  const { failed, silentFailure, unknown } = run.counts
  const count = failed + silentFailure
  if (neverStarted(run)) return <NotCounted />
  return (
    <>
      <span className={count > 0 ? 'font-semibold text-bad' : 'text-ink-2'}>
        <span className="max-lg:hidden">{new Intl.NumberFormat(locale).format(count)}</span>
        <span className="lg:hidden">{t('runs.failures', { count })}</span>
      </span>
      {unknown > 0 && (
        <span className="whitespace-nowrap text-ink-2"> · {t('runs.unknown', { count: unknown })}</span>
      )}
    </>
  )
}
