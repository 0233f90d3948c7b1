import type { Run } from '@ohif-admin/contracts'
import { createColumnHelper, rowSortingFeature, tableFeatures } from '@tanstack/react-table'
import type { Translate } from '../../../i18n/translate.ts'
import { ForeignText } from '../../../ui/foreign-text.tsx'
import { Instant } from '../../../ui/instant.tsx'
import { FailuresCell, KindCell, RunLinkCell, RunStateCell, StoredCell, TookCell } from '../run-cells.tsx'

export const runsFeatures = tableFeatures({ rowSortingFeature })

const helper = createColumnHelper<typeof runsFeatures, Run>()

/** The columns of the list of runs. Their ids are what the server orders by. */
export function runColumns(t: Translate) {
  return helper.columns([
    helper.display({
      id: 'state',
      header: t('runs.column.state'),
      cell: ({ row }) => <RunStateCell run={row.original} />,
    }),
    helper.display({
      id: 'project',
      header: t('runs.column.project'),
      cell: ({ row }) => <RunLinkCell run={row.original} />,
    }),
    helper.display({
      id: 'kind',
      header: t('runs.column.kind'),
      cell: ({ row }) => <KindCell run={row.original} />,
    }),
    helper.display({
      id: 'started',
      header: t('runs.column.started'),
      cell: ({ row }) => <Instant at={row.original.startedAt} />,
    }),
    helper.display({
      id: 'by',
      header: t('runs.column.by'),
      cell: ({ row }) => <ForeignText>{row.original.startedBy}</ForeignText>,
    }),
    helper.display({
      id: 'took',
      header: t('runs.column.took'),
      cell: ({ row }) => <TookCell run={row.original} />,
    }),
    helper.display({
      id: 'stored',
      header: t('runs.column.stored'),
      cell: ({ row }) => <StoredCell run={row.original} />,
    }),
    helper.display({
      id: 'failures',
      header: t('runs.column.failures'),
      cell: ({ row }) => <FailuresCell run={row.original} />,
    }),
  ])
}
