import type { Assignment, ProjectId } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { useLastError } from '../../lib/use-last-error.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { SlowHint } from '../../ui/slow-hint.tsx'
import { projectPageQueries } from './project.queries.ts'
import { serverSentence, usersWillSee } from './project-facts.ts'
import { ProjectMissing } from './project-missing.tsx'
import { ServerCard } from './server-card.tsx'

interface ProjectPageProps {
  projectId: ProjectId
  admin: boolean
  /** How much of the project can be viewed, from the page that knows; nothing until then. */
  coverage?: ReactNode
  /** Looking at the effective server, from the page that can. */
  check: (assignment: Assignment) => ReactNode
  /** What else can be set for its viewer, from the page that knows. */
  viewerSettings: ReactNode
  /** What was asked for, and the way to ask, from the page that knows requests. */
  requests: (assignment: Assignment) => ReactNode
}

/** One project for the people who own it: which AI server it uses, and what its users will see. */
export function ProjectPage({
  projectId,
  admin,
  coverage,
  check,
  viewerSettings,
  requests,
}: ProjectPageProps) {
  const { t } = useI18n()
  const query = useQuery(projectPageQueries.assignment(useApi(), projectId))
  const error = useLastError(query)
  const assignment = query.data
  if (!assignment)
    return (
      <Page title={projectId}>
        {error ? (
          <ProjectMissing error={error} onRetry={query.refetch} />
        ) : (
          <div className="card">
            <SkeletonRows rows={6} label={t('projectPage.loading')} />
            <SlowHint />
          </div>
        )}
      </Page>
    )
  return (
    <Page
      title={<span className="foreign">{visibleText(assignment.title ?? projectId)}</span>}
      intro={<span className="foreign">{serverSentence(assignment, t)}</span>}
    >
      {query.isError && <Notice tone="attention">{t('projectPage.stale')}</Notice>}
      <Links projectId={projectId} admin={admin} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <ServerCard assignment={assignment}>{check(assignment)}</ServerCard>
        <section aria-labelledby="project-see" className="card grid content-start gap-2 p-4">
          <h2 id="project-see" className="text-sm text-ink-2">
            {t('projectPage.see.title')}
          </h2>
          <ol className="ml-4 grid list-decimal gap-1.5">
            {usersWillSee(assignment, t).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ol>
          <p className="mt-1">
            <Link to="/projects/$projectId/checklist" params={{ projectId }} className="link">
              {t('projectPage.checklist')}
            </Link>
          </p>
        </section>
      </div>
      {coverage}
      {viewerSettings}
      {requests(assignment)}
    </Page>
  )
}

function Links({ projectId, admin }: { projectId: ProjectId; admin: boolean }) {
  const { t } = useI18n()
  return (
    <nav aria-label={t('projectPage.links')} className="flex flex-wrap gap-x-4 gap-y-1">
      <code className="font-mono text-sm text-ink-2">{projectId}</code>
      <Link to="/regeneration" search={{ project: projectId }} className="link">
        {t('projectPage.regeneration')}
      </Link>
      <Link to="/projects/$projectId/sessions" params={{ projectId }} className="link">
        {t('projectPage.sessions')}
      </Link>
      {admin && (
        <Link to="/assignments" search={{ place: `project:${projectId}` }} className="link">
          {t('projectPage.edit')}
        </Link>
      )}
    </nav>
  )
}
