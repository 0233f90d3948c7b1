import { type AssignmentPlace, SITE_PLACE } from '@ohif-admin/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { useLastError } from '../../lib/use-last-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { SlowHint } from '../../ui/slow-hint.tsx'
import { assignmentQueries } from './assignments.queries.ts'
import type { AssignmentsView } from './assignments-view.ts'
import { BulkDialog } from './bulk-dialog.tsx'
import { FoundByCheck } from './found-by-check.ts'
import type { AssignmentListing } from './listing.ts'
import { ListingState } from './listing-state.tsx'
import { PlacePanel } from './place-panel.tsx'
import { SiteCard } from './site-card.tsx'
import { TableCard } from './table-card.tsx'
import { countsOf, rowsOf } from './table-rows.ts'
import { placesFor, useTable } from './use-table.ts'

interface AssignmentsPageProps {
  /** What a person types before the site's own list is changed. */
  siteName: string
  /** Shows what was found at a server, from the page that knows checks. */
  foundByCheck: (checkId: string) => ReactNode
  view: AssignmentsView
  onView: (change: Partial<AssignmentsView>, how: { replace: boolean }) => void
}

/** Which AI server each project uses, seen at a glance, changed safely. */
export function AssignmentsPage({ siteName, foundByCheck, view, onView }: AssignmentsPageProps) {
  const { t } = useI18n()
  const api = useApi()
  const client = useQueryClient()
  const listing = useQuery(assignmentQueries.listing(api))
  // What goes wrong is the query's error, which stands on the page.
  const readAgain = () =>
    void client
      .fetchQuery({ ...assignmentQueries.listing(api, { fresh: true }), staleTime: 0 })
      .catch(() => undefined)
  const error = useLastError(listing)
  const { data } = listing
  return (
    <Page title={t('assignments.title')} intro={data && <Facts listing={data} />} fill>
      {error && <ErrorNotice error={error} what={t('assignments.failed')} onRetry={readAgain} />}
      {!data && !error && (
        <div>
          <SkeletonRows rows={10} label={t('assignments.loading')} rowClass="h-10" />
          <SlowHint />
        </div>
      )}
      {data && (
        <FoundByCheck value={foundByCheck}>
          <Listing
            listing={data}
            reading={listing.isFetching}
            onReadAgain={readAgain}
            {...{ siteName, view, onView }}
          />
        </FoundByCheck>
      )}
    </Page>
  )
}

function Facts({ listing }: { listing: AssignmentListing }) {
  const { t } = useI18n()
  const counts = countsOf(rowsOf(listing))
  const facts = [
    t('assignments.count', { count: counts.all }),
    t('fact.overridden', { count: counts.project }),
    ...(counts.ignored > 0 ? [t('fact.ignored', { count: counts.ignored })] : []),
    ...(counts.invalid > 0 ? [t('fact.invalid', { count: counts.invalid })] : []),
    ...(counts.none > 0 ? [t('fact.none', { count: counts.none })] : []),
    ...(counts.outside > 0 ? [t('fact.outside', { count: counts.outside })] : []),
  ]
  return facts.join(' · ')
}

interface ListingProps extends Omit<AssignmentsPageProps, 'foundByCheck'> {
  listing: AssignmentListing
  reading: boolean
  onReadAgain: () => void
}

function Listing({ listing, reading, onReadAgain, siteName, view, onView }: ListingProps) {
  const table = useTable(listing, view)
  const change = (part: Partial<AssignmentsView>) => onView(part, { replace: true })
  const open = (place: AssignmentPlace | null) => onView({ place, tab: 'edit' }, { replace: place === null })
  return (
    <>
      <SiteCard site={listing.site} mayEdit={listing.mayEdit} onOpen={() => open(SITE_PLACE)} />
      <ListingState listing={listing} reading={reading} onReadAgain={onReadAgain} />
      <TableCard
        listing={listing}
        table={table}
        view={view}
        onView={change}
        onOpen={open}
        onBulk={(bulk) => onView({ bulk, job: null }, { replace: false })}
      />
      <PlacePanel
        place={view.place}
        tab={view.tab}
        siteName={siteName}
        mayEdit={listing.mayEdit}
        onTab={(tab) => change({ tab })}
        onClose={() => open(null)}
      />
      {listing.mayEdit && (
        <BulkDialog
          bulk={view.bulk}
          jobId={view.job}
          places={placesFor(view.bulk, table)}
          siteName={siteName}
          onJob={(job) => change({ job, bulk: null })}
          onBulk={(bulk) => change({ bulk, job: null })}
          onClose={() => change({ bulk: null, job: null })}
        />
      )}
    </>
  )
}
