import type { ProjectId } from '@ohif-admin/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { useTopic } from '../../lib/live-context.tsx'
import { useLastError } from '../../lib/use-last-error.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { buttonClass } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Bone } from '../../ui/skeleton.tsx'
import { applyCoverageMessage, coverageQueries } from './coverage.queries.ts'
import { CoverageBar } from './coverage-bar.tsx'
import { CoverageLegend } from './coverage-legend.tsx'

/** How many sessions of a project can be viewed at once, as far as anybody has looked. */
export function ProjectCoverage({ projectId }: { projectId: ProjectId }) {
  const { t } = useI18n()
  const client = useQueryClient()
  useTopic('coverage', (message) => applyCoverageMessage(client, message))
  const query = useQuery(coverageQueries.summary(useApi(), 'viewer', projectId))
  const error = useLastError(query)
  const project = query.data?.projects[0]
  return (
    <section aria-labelledby="project-coverage" className="card grid gap-3 p-4">
      <h2 id="project-coverage" className="text-sm text-ink-2">
        {t('coverage.project.title')}
      </h2>
      {error && <ErrorNotice error={error} what={t('coverage.failed')} onRetry={query.refetch} />}
      {query.isPending && !error && <Bone className="h-4 w-full" />}
      {query.data && (project?.listedAt == null || project.counts.total === 0) && (
        <p>{t('coverage.project.never')}</p>
      )}
      {project?.listedAt != null && project.counts.total > 0 && (
        <>
          <CoverageBar counts={project.counts} label={visibleText(project.title)} className="h-4" />
          <CoverageLegend counts={project.counts} />
          {project.oldestLookAt && (
            <p className="text-sm text-ink-2">
              {t('coverage.project.oldest')} <Instant at={project.oldestLookAt} />
            </p>
          )}
        </>
      )}
      <p className="flex flex-wrap gap-2">
        <Link
          to="/coverage"
          search={{ tab: 'sessions', project: projectId }}
          className={buttonClass('secondary', 'sm')}
        >
          {t('coverage.project.open')}
        </Link>
        {project?.mayScan && project.counts.missing > 0 && (
          <Link
            to="/regeneration"
            search={{ coverage: projectId }}
            className={buttonClass('secondary', 'sm')}
          >
            {t('coverage.rebuildOnly', { count: project.counts.missing })}
          </Link>
        )}
      </p>
    </section>
  )
}
