import type { Run } from '@ohif-admin/contracts'
import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/react-table'
import type { Translate } from '../../../i18n/translate.ts'
import { ForeignText } from '../../../ui/foreign-text.tsx'
import { Instant } from '../../../ui/instant.tsx'
import {
  FailuresCell,
  KindCell,
  RunLinkCell,
  RunStateCell,
  StoredCell,
  TookCell,
  tookMs,
} from '../run-cells.tsx'
import { troubled } from '../run-outcome.ts'
import { runTarget } from '../run-sentences.ts'

export const runsFeatures = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })

const helper = createColumnHelper<typeof runsFeatures, Run>()

/** The columns of the list of runs; what is sorted by is not always what is shown. */
export function runColumns(t: Translate) {
  return helper.columns([
    helper.accessor((run) => run.state, {
      id: 'state',
      header: t('runs.column.state'),
      cell: ({ row }) => <RunStateCell run={row.original} />,
    }),
    helper.accessor((run) => runTarget(run, t).toLowerCase(), {
      id: 'project',
      header: t('runs.column.project'),
      cell: ({ row }) => <RunLinkCell run={row.original} />,
    }),
    helper.accessor((run) => run.kind, {
      id: 'kind',
      header: t('runs.column.kind'),
      cell: ({ row }) => <KindCell run={row.original} />,
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
      cell: ({ row }) => <TookCell run={row.original} />,
    }),
    helper.accessor((run) => run.counts.stored, {
      id: 'stored',
      header: t('runs.column.stored'),
      cell: ({ row }) => <StoredCell run={row.original} />,
    }),
    helper.accessor((run) => troubled(run.counts), {
      id: 'failures',
      header: t('runs.column.failures'),
      cell: ({ row }) => <FailuresCell run={row.original} />,
    }),
  ])
}
