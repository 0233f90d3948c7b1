import { useQuery } from '@tanstack/react-query'
import { useI18n } from '../../../i18n/i18n.ts'
import { useApi } from '../../../lib/api-context.tsx'
import { useLastError } from '../../../lib/use-last-error.ts'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { SlowHint } from '../../../ui/slow-hint.tsx'
import { projectQueries } from '../projects.queries.ts'
import { PickCombobox } from './pick-combobox.tsx'

interface ProjectFieldProps {
  /** From the address, so unchecked. */
  project: string | undefined
  onProject: (id: string) => void
}

/** The projects this person can see, as far as XNAT lists them. */
export function ProjectField({ project, onProject }: ProjectFieldProps) {
  const { t } = useI18n()
  const listing = useQuery(projectQueries.all(useApi()))
  const error = useLastError(listing)
  if (!listing.data) {
    if (error) return <ErrorNotice error={error} what={t('project.failed')} onRetry={listing.refetch} />
    return (
      <div>
        <SkeletonRows rows={1} label={t('project.loading')} rowClass="h-14" />
        <SlowHint />
      </div>
    )
  }
  const { projects, complete } = listing.data
  if (projects.length === 0)
    return (
      <Notice tone="neutral" title={t('project.none')}>
        {t('project.noneHint')}
      </Notice>
    )
  // A project that the listings leave out can still be readable: the server decides, not this list.
  const unlisted = project === undefined ? null : { id: project, title: project }
  const total = projects.length
  return (
    <div className="grid content-start gap-2">
      <PickCombobox
        label={t('project.label')}
        items={projects}
        value={projects.find(({ id }) => id === project) ?? unlisted}
        placeholder={t('project.placeholder', { count: total })}
        counted={(found) =>
          found === null ? t('project.count', { count: total }) : t('project.found', { count: found, total })
        }
        onChange={({ id }) => onProject(id)}
      />
      {!complete && <Notice tone="attention">{t('project.incomplete')}</Notice>}
    </div>
  )
}
