import type { AssignmentPlace } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { Empty } from '../../ui/empty.tsx'
import { AssignmentsTable } from './assignments-table.tsx'
import { AssignmentsToolbar } from './assignments-toolbar.tsx'
import type { AssignmentsView, BulkKind } from './assignments-view.ts'
import type { AssignmentListing } from './listing.ts'
import type { Table } from './use-table.ts'

interface TableCardProps {
  listing: AssignmentListing
  table: Table
  view: AssignmentsView
  onView: (change: Partial<AssignmentsView>) => void
  onOpen: (place: AssignmentPlace) => void
  onBulk: (kind: BulkKind) => void
}

/** The list with its toolbar, or why there is none. */
export function TableCard({ listing, table, view, onView, onOpen, onBulk }: TableCardProps) {
  const { t } = useI18n()
  const { counts, found, items, selection } = table
  return (
    <div className="card flex min-h-0 flex-1 flex-col overflow-hidden">
      <AssignmentsToolbar
        view={view}
        counts={counts}
        matching={found.length}
        selected={selection.count}
        mayEdit={listing.mayEdit}
        // Before all have arrived nobody knows which match.
        complete={listing.state === 'complete'}
        onView={onView}
        onBulk={onBulk}
      />
      {counts.all === 0 && <Empty title={t('assignments.none')}>{t('assignments.noneHint')}</Empty>}
      {counts.all > 0 && found.length === 0 && (
        <Empty title={t('assignments.noMatch')}>{t('assignments.noMatchHint')}</Empty>
      )}
      {found.length > 0 && (
        <AssignmentsTable
          items={items}
          sort={view.sort}
          busy={listing.state === 'arriving'}
          selection={listing.mayEdit ? selection : null}
          all={selection.all}
          onSort={(next) => onView({ sort: next })}
          onOpen={onOpen}
        />
      )}
    </div>
  )
}
