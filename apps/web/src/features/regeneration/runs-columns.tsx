import { isOpen, type Run } from '@ohif-admin/contracts'
import { createColumnHelper, createSortedRowModel, rowSortingFeature, tableFeatures } from '@tanstack/react-table'
import { Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { duration } from '../../lib/time.ts'
import { Badge } from '../../ui/badge.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Instant } from '../../ui/instant.tsx'
import { runTone, runWord, troubled } from './run-outcome.ts'
import { runTarget } from './run-sentences.ts'

export const runsFeatures = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })

const helper = createColumnHelper<typeof runsFeatures, Run>()

/** How long a run took, or has been going on; milliseconds. */
function tookMs({ startedAt, endedAt }: Run): number {
  return Math.max(0, (endedAt ? Date.parse(endedAt) : Date.now()) - Date.parse(startedAt))
}

/** On small screens only what tells runs apart and how they ended. */
export const RUN_COLUMN_CLASS: Readonly<Record<string, string>> = {
  started: 'hidden sm:table-cell',
  by: 'hidden lg:table-cell',
  took: 'hidden md:table-cell text-right',
  stored: 'text-right',
  failures: 'hidden sm:table-cell text-right',
}

export function runColumns(t: TFunction, locale: string) {
  const number = new Intl.NumberFormat(locale)
  return helper.columns([
    helper.accessor((run) => run.state, {
      id: 'state',
      header: t('runs.column.state'),
      cell: ({ row: { original: run } }) => (
        <Badge tone={runTone(run)} plain>
          {t(`run.word.${runWord(run)}`)}
        </Badge>
      ),
    }),
    helper.accessor((run) => runTarget(run, t).toLowerCase(), {
      id: 'project',
      header: t('runs.column.project'),
      cell: ({ row: { original: run } }) => (
        <Link to="/runs/$runId" params={{ runId: run.id }} data-list-item className="link inline-flex min-h-6 items-center">
          <ForeignText>{runTarget(run, t)}</ForeignText>
        </Link>
      ),
    }),
    helper.accessor((run) => run.startedAt, {
      id: 'started',
      header: t('runs.column.started'),
      cell: ({ getValue }) => <Instant at={getValue()} />,
    }),
    helper.accessor((run) => run.startedBy, {
      id: 'by',
      header: t('runs.column.by'),
      cell: ({ getValue }) => <ForeignText>{getValue()}</ForeignText>,
    }),
    helper.accessor(tookMs, {
      id: 'took',
      header: t('runs.column.took'),
      cell: ({ row: { original: run }, getValue }) => (isOpen(run.state) ? '–' : duration(getValue(), locale)),
    }),
    helper.accessor((run) => run.counts.stored, {
      id: 'stored',
      header: t('runs.column.stored'),
      cell: ({ row: { original: run } }) => {
        const { stored, total } = run.counts
        return total === null ? number.format(stored) : t('runs.storedOf', { stored, total })
      },
    }),
    helper.accessor((run) => troubled(run.counts), {
      id: 'failures',
      header: t('runs.column.failures'),
      cell: ({ getValue }) => <span className={getValue() > 0 ? 'font-semibold text-bad' : ''}>{number.format(getValue())}</span>,
    }),
  ])
}
