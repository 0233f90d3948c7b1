import { type Me, ProjectId, type RunId } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { useLastError } from '../../lib/use-last-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { SlowHint } from '../../ui/slow-hint.tsx'
import { ImpactPanel } from './impact-panel.tsx'
import { MayNotStart } from './may-not-start.tsx'
import { ProjectCombobox } from './project-combobox.tsx'
import { projectQueries } from './projects.queries.ts'
import { RecentRuns, type RunsView } from './recent-runs.tsx'
import { RunsFact } from './runs-fact.tsx'

interface RegenerationPageProps {
  me: Me
  /** From the address, so unchecked. */
  project: string | undefined
  runsView: RunsView
  onProject: (id: ProjectId) => void
  onRunsView: (change: Partial<RunsView>) => void
  onStarted: (id: RunId) => void
}

/** Pick a project, read what a rebuild would do, start it; below, what was run before. */
export function RegenerationPage({
  me,
  project,
  runsView,
  onProject,
  onRunsView,
  onStarted,
}: RegenerationPageProps) {
  const { t } = useI18n()
  return (
    <Page title={t('regeneration.title')} intro={<RunsFact admin={me.role === 'admin'} />}>
      <section aria-labelledby="start" className="card p-4">
        <h2 id="start" className="mb-3 font-semibold">
          {t(me.may.startBulkRun ? 'regeneration.start' : 'regeneration.look')}
        </h2>
        <div className="grid gap-4 lg:grid-cols-2 lg:gap-8">
          <ProjectField project={project} onProject={onProject} />
          {/* The room of an ordinary panel, so that choosing a project does not move the runs. */}
          <div className="min-h-56">
            <ChosenProject project={project}>
              {(projectId) => (
                <ImpactPanel
                  key={projectId}
                  projectId={projectId}
                  mayStart={me.may.startBulkRun}
                  refusal={<MayNotStart projectId={projectId} />}
                  onStarted={onStarted}
                />
              )}
            </ChosenProject>
          </div>
        </div>
      </section>
      <RecentRuns view={runsView} onView={onRunsView} />
    </Page>
  )
}

function ProjectField({ project, onProject }: Pick<RegenerationPageProps, 'project' | 'onProject'>) {
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
  return (
    <div className="grid content-start gap-2">
      <ProjectCombobox
        projects={projects}
        value={projects.find(({ id }) => id === project) ?? unlisted}
        onChange={({ id }) => onProject(id as ProjectId)}
      />
      {!complete && <Notice tone="attention">{t('project.incomplete')}</Notice>}
    </div>
  )
}

function ChosenProject({
  project,
  children,
}: {
  project: string | undefined
  children: (id: ProjectId) => ReactNode
}) {
  const { t } = useI18n()
  if (project === undefined) return <p className="text-ink-2">{t('regeneration.choose')}</p>
  const parsed = ProjectId.safeParse(project)
  return parsed.success ? children(parsed.data) : <Notice tone="attention" title={t('project.badId')} />
}
