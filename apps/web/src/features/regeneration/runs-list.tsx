import type { Run } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { Instant } from '../../ui/instant.tsx'
import { PlainTable } from '../../ui/plain-table.tsx'
import {
  FailuresCell,
  KindCell,
  RUN_CELL_CLASS,
  RUN_HEAD_CLASS,
  RUN_ROW_CLASS,
  RunLinkCell,
  RunStateCell,
  StoredCell,
  TookCell,
} from './run-cells.tsx'

const COLUMNS = ['state', 'project', 'kind', 'started', 'took', 'stored', 'failures'] as const

function cellOf(column: (typeof COLUMNS)[number], run: Run) {
  switch (column) {
    case 'state':
      return <RunStateCell run={run} />
    case 'project':
      return <RunLinkCell run={run} />
    case 'kind':
      return <KindCell run={run} />
    case 'started':
      return <Instant at={run.startedAt} />
    case 'took':
      return <TookCell run={run} />
    case 'stored':
      return <StoredCell run={run} />
    case 'failures':
      return <FailuresCell run={run} />
  }
}

/** A few runs in the order given; the Regeneration page has the list that sorts and searches. */
export function RunsList({ runs }: { runs: readonly Run[] }) {
  const { t } = useI18n()
  return (
    <PlainTable
      headings={COLUMNS.map((name) => ({
        name,
        text: t(`runs.column.${name}`),
        className: RUN_HEAD_CLASS[name],
      }))}
    >
      {runs.map((run) => (
        <tr key={run.id} className={RUN_ROW_CLASS}>
          {COLUMNS.map((column) => (
            <td key={column} className={RUN_CELL_CLASS[column]}>
              {cellOf(column, run)}
            </td>
          ))}
        </tr>
      ))}
    </PlainTable>
  )
}
