import type { Assignment, CheckReport, ProjectId } from '@ohif-admin/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { useLastError } from '../../lib/use-last-error.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { ChecklistReady } from './checklist-ready.tsx'
import { projectPageQueries } from './project.queries.ts'
import { serverSentence } from './project-facts.ts'
import { ProjectMissing } from './project-missing.tsx'

interface ChecklistPageProps {
  projectId: ProjectId
  /** Looking at the server from both sides, from the page that can. */
  check: (entry: string, onReport: (report: CheckReport) => void) => ReactNode
}

/** For the users of a project: what to switch on in their own browser, and what to do when it does not work. */
export function ChecklistPage({ projectId, check }: ChecklistPageProps) {
  const { t } = useI18n()
  const query = useQuery(projectPageQueries.assignment(useApi(), projectId))
  const error = useLastError(query)
  return (
    <Page
      title={t('checklist.title')}
      intro={
        <span className="foreign">
          {query.data
            ? `${visibleText(query.data.title ?? projectId)}. ${serverSentence(query.data, t)}`
            : '\u00a0'}
        </span>
      }
    >
      {query.data && <Checklist projectId={projectId} check={check} assignment={query.data} />}
      {!query.data && error && <ProjectMissing error={error} onRetry={query.refetch} />}
      {!query.data && !error && (
        <div className="card">
          <SkeletonRows rows={6} label={t('projectPage.loading')} />
        </div>
      )}
    </Page>
  )
}

function Checklist({ projectId, check, assignment }: ChecklistPageProps & { assignment: Assignment }) {
  const { t } = useI18n()
  const api = useApi()
  const client = useQueryClient()
  const [report, setReport] = useState<CheckReport>()
  const checked = (found: CheckReport) => {
    setReport(found)
    void client.invalidateQueries({ queryKey: projectPageQueries.assignment(api, projectId).queryKey })
  }
  const { from, entry, health } = assignment.effective
  const origin = entry?.origin ?? null
  const tool = health.kind === 'aiaa' || health.kind === 'monai-label' ? health.kind : 'either'
  return (
    <>
      {from === 'none' && (
        <Notice tone="attention" title={t('checklist.none')}>
          {t('checklist.noneHint')}
        </Notice>
      )}
      {from === 'unknown' && <Notice tone="unknown" title={t('checklist.unknown')} />}
      <ChecklistReady
        assignment={assignment}
        report={report?.entry === entry?.text ? report : undefined}
        check={(text) => check(text, checked)}
      />
      <section aria-labelledby="checklist-steps" className="card max-w-3xl p-4 lg:p-6">
        <h2 id="checklist-steps" className="mb-3 font-semibold">
          {t('checklist.steps')}
        </h2>
        <ol className="ml-5 grid list-decimal gap-3">
          <Step title={t('checklist.open')}>{t('checklist.openHint')}</Step>
          <Step title={t('checklist.preferences')}>{t('checklist.preferencesHint')}</Step>
          <Step title={t(`checklist.switch.${tool}`)}>{t('checklist.switchHint')}</Step>
          <Step title={t('checklist.reload')}>{t('checklist.reloadHint')}</Step>
          <Step title={t('checklist.tool')}>{t('checklist.toolHint')}</Step>
        </ol>
      </section>
      <section aria-labelledby="checklist-trouble" className="card max-w-3xl p-4 lg:p-6">
        <h2 id="checklist-trouble" className="mb-3 font-semibold">
          {t('checklist.trouble')}
        </h2>
        <dl className="grid gap-3">
          <Trouble what={t('checklist.noSwitch')}>{t('checklist.noSwitchHint')}</Trouble>
          <Trouble what={t('checklist.network')}>
            {t('checklist.networkHint')}{' '}
            {origin && (
              <a href={origin} target="_blank" rel="noreferrer" className="link font-mono text-sm break-all">
                {visibleText(origin)}
              </a>
            )}
          </Trouble>
          <Trouble what={t('checklist.wrongTool')}>{t('checklist.wrongToolHint')}</Trouble>
          <Trouble what={t('checklist.noModels')}>{t('checklist.noModelsHint')}</Trouble>
          <Trouble what={t('checklist.runFails')}>{t('checklist.runFailsHint')}</Trouble>
          <Trouble what={t('checklist.tooLarge')}>{t('checklist.tooLargeHint')}</Trouble>
          <Trouble what={t('checklist.once')}>{t('checklist.onceHint')}</Trouble>
        </dl>
      </section>
      <p className="flex flex-wrap items-center gap-4">
        <CopyLink />
        <Link to="/projects/$projectId" params={{ projectId }} className="link">
          {t('checklist.project')}
        </Link>
      </p>
    </>
  )
}

function Step({ title, children }: { title: string; children: ReactNode }) {
  return (
    <li>
      <p className="font-medium">{title}</p>
      <p className="text-ink-2">{children}</p>
    </li>
  )
}

function Trouble({ what, children }: { what: string; children: ReactNode }) {
  return (
    <div>
      <dt className="font-medium">{what}</dt>
      <dd className="text-ink-2">{children}</dd>
    </div>
  )
}

/** The clipboard exists only on https and localhost; elsewhere the address bar has the same link. */
function CopyLink() {
  const { t } = useI18n()
  const [copied, setCopied] = useState(false)
  const copy = () =>
    navigator.clipboard?.writeText(window.location.href).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  return <Button onClick={() => void copy()}>{t(copied ? 'common.copied' : 'checklist.copy')}</Button>
}
