import type { Assignment } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { ChangedCell, HealthCell, ListNotes, ServerText } from './assignment-cells.tsx'

/** What projects without a list of their own get. */
export function SiteCard({
  site,
  mayEdit,
  onOpen,
}: {
  site: Assignment
  mayEdit: boolean
  onOpen: () => void
}) {
  const { t } = useI18n()
  return (
    <section
      aria-labelledby="site-default"
      className="card flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5"
    >
      <h2 id="site-default" className="font-semibold">
        {t('site.title')}
      </h2>
      <span className="flex min-w-0 flex-1 basis-64 flex-wrap items-center gap-2">
        <ServerText assignment={site} />
        <ListNotes assignment={site} />
      </span>
      <HealthCell assignment={site} />
      <ChangedCell assignment={site} />
      <Button size="sm" onClick={onOpen} aria-label={t(mayEdit ? 'site.edit' : 'site.look')}>
        {t(mayEdit ? 'assignments.edit' : 'assignments.look')}
      </Button>
    </section>
  )
}
