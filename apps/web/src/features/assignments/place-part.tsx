import type { AssignmentPlace } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { assignmentQueries } from './assignments.queries.ts'
import { FoundByCheck } from './found-by-check.ts'
import { ListTab } from './list-tab.tsx'

interface PlacePartProps {
  place: AssignmentPlace
  /** The list to be saved, for the person to look at and change. */
  proposed: readonly string[]
  /** What a person types before the site's own list is changed. */
  siteName: string
  /** Shows what was found at a server, from the page that knows checks. */
  foundByCheck: (checkId: string) => ReactNode
  onSaved: () => void
}

/** The list of one place with a change proposed, through the same door as everywhere: for pages of administrators. */
export function PlacePart({ place, proposed, siteName, foundByCheck, onSaved }: PlacePartProps) {
  const { t } = useI18n()
  const one = useQuery(assignmentQueries.one(useApi(), place))
  if (one.isPending) return <SkeletonRows rows={4} label={t('panel.loading')} rowClass="h-12" />
  if (!one.data)
    return <ErrorNotice error={one.error} what={t('panel.failed')} onRetry={() => one.refetch()} />
  return (
    <FoundByCheck value={foundByCheck}>
      <ListTab
        assignment={one.data}
        siteName={siteName}
        mayEdit={true}
        proposed={proposed}
        onSaved={onSaved}
      />
    </FoundByCheck>
  )
}
