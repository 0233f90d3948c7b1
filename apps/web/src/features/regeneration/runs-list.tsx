import type { Run } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { cx } from '../../ui/cx.ts'
import { Instant } from '../../ui/instant.tsx'
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
    <table className="w-full border-collapse max-lg:block">
      <thead className="max-lg:hidden">
        <tr className="border-b border-line text-left text-xs text-ink-2">
          {COLUMNS.map((column) => (
            <th key={column} scope="col" className={cx('h-8 px-3 font-medium', RUN_HEAD_CLASS[column])}>
              {t(`runs.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-lg:block">
        {runs.map((run) => (
          <tr key={run.id} className={RUN_ROW_CLASS}>
            {COLUMNS.map((column) => (
              <td key={column} className={RUN_CELL_CLASS[column]}>
                {cellOf(column, run)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
