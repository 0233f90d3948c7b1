import { type Assignment, type AssignmentPlace, SITE_PLACE } from '@ohif-admin/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { shortText } from '../../lib/short-text.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { TabPanel, Tabs } from '../../ui/tabs.tsx'
import { applyAssignment, assignmentQueries } from './assignments.queries.ts'
import type { AssignmentsView } from './assignments-view.ts'
import { HistoryTab } from './history-tab.tsx'
import { ListTab } from './list-tab.tsx'

interface PlacePanelProps {
  place: AssignmentPlace | null
  tab: AssignmentsView['tab']
  siteName: string
  mayEdit: boolean
  onTab: (tab: AssignmentsView['tab']) => void
  onClose: () => void
}

/** The list of one place beside the table: what it is, changing it, what it was. */
export function PlacePanel({ place, onClose, ...rest }: PlacePanelProps) {
  const { t } = useI18n()
  const api = useApi()
  const client = useQueryClient()
  const one = useQuery({ ...assignmentQueries.one(api, place ?? SITE_PLACE), enabled: place !== null })
  const { data } = one
  useEffect(() => {
    if (data) applyAssignment(client, data)
  }, [data, client])
  const title = titleOf(data, place)
  return (
    <Dialog
      open={place !== null}
      onClose={onClose}
      place="side"
      title={
        <span title={visibleText(title ?? '')}>
          {title === null ? t('site.title') : shortText(visibleText(title))}
        </span>
      }
    >
      {one.isError && (
        <div className="p-4">
          <ErrorNotice error={one.error} what={t('panel.failed')} onRetry={() => one.refetch()} />
        </div>
      )}
      {one.isPending && <SkeletonRows rows={6} label={t('panel.loading')} rowClass="h-12" />}
      {data && place === data.place && <Panel assignment={data} {...rest} />}
    </Dialog>
  )
}

function titleOf(assignment: Assignment | undefined, place: AssignmentPlace | null): string | null {
  if (place === SITE_PLACE) return null
  return assignment?.place === place ? assignment.title : (place?.slice('project:'.length) ?? null)
}

function Panel({
  assignment,
  tab,
  siteName,
  mayEdit,
  onTab,
}: Omit<PlacePanelProps, 'place' | 'onClose'> & { assignment: Assignment }) {
  const { t } = useI18n()
  return (
    <Tabs
      label={t('panel.tabs')}
      tabs={[
        { value: 'edit', label: t('panel.list'), count: null },
        { value: 'history', label: t('panel.history'), count: null },
      ]}
      value={tab}
      onChange={onTab}
    >
      <TabPanel value="edit">
        <ListTab key={assignment.place} assignment={assignment} siteName={siteName} mayEdit={mayEdit} />
      </TabPanel>
      <TabPanel value="history">
        <HistoryTab assignment={assignment} siteName={siteName} mayEdit={mayEdit} />
      </TabPanel>
    </Tabs>
  )
}
