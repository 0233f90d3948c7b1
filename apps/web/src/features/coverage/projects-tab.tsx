import { type CoverageProject, CoverageProjectSort } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { visibleText } from '../../lib/visible-text.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Empty } from '../../ui/empty.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Instant } from '../../ui/instant.tsx'
import { coverageQueries } from './coverage.queries.ts'
import { CoverageBar } from './coverage-bar.tsx'
import type { CoverageParams } from './coverage-params.ts'
import { CoverageToolbar } from './coverage-toolbar.tsx'
import type { CoverageView, ProjectFilter } from './coverage-view.ts'
import { countsText, STATES } from './coverage-words.ts'
import { CELL, PagedTable, ROW } from './paged-table.tsx'

interface ProjectsTabProps {
  view: CoverageView
  onView: (change: CoverageParams, options: { replace: boolean }) => void
  onScan: (project: CoverageProject) => void
}

const TALL_PX = 112

/** Every project with the shares of its sessions, worst first. */
export function ProjectsTab({ view, onView, onScan }: ProjectsTabProps) {
  const { t } = useI18n()
  const api = useApi()
  const filter = view.projects
  const columns = [
    { name: 'project', label: t('coverage.column.project'), width: 'w-[25%]' },
    { name: 'share', label: t('coverage.column.share'), width: '' },
    { name: 'total', label: t('coverage.column.total'), width: 'w-20', right: true },
    ...STATES.map((state) => ({
      name: state,
      label: t(`coverage.short.${state}`),
      width: 'w-22',
      right: true,
    })),
    { name: 'oldest', label: t('coverage.column.oldest'), width: 'w-30' },
    { name: 'actions', label: t('coverage.column.actions'), width: 'w-50', right: true },
  ]
  return (
    <>
      <CoverageToolbar
        view={view}
        onView={onView}
        label={t('coverage.searchProjects')}
        sorts={CoverageProjectSort.options}
        sort={filter.sort}
        count={(rows) => t('coverage.projects', { count: rows })}
        countOf={coverageQueries.projects(api, filter, 0)}
      />
      <PagedTable
        label={t('coverage.tab.projects')}
        columns={columns}
        tallPx={TALL_PX}
        pageOf={(page) => coverageQueries.projects(api, filter, page)}
        empty={<NoProjects filter={filter} />}
        row={(project: CoverageProject, { index, height }) => (
          <tr
            key={project.projectId}
            aria-rowindex={index + 2}
            tabIndex={-1}
            data-list-item
            style={{ height }}
            className={cx(ROW, 'max-lg:grid-cols-[minmax(0,1fr)_auto]')}
          >
            <ProjectCells project={project} />
            <td className={cx(CELL, 'text-right whitespace-nowrap max-lg:order-3')}>
              <Actions project={project} onScan={() => onScan(project)} />
            </td>
          </tr>
        )}
      />
    </>
  )
}

function ProjectCells({ project }: { project: CoverageProject }) {
  const { t } = useI18n()
  const { projectId, title, counts, oldestLookAt, listedAt } = project
  return (
    <>
      <td className={CELL} title={visibleText(title)}>
        <Link to="/coverage" search={{ tab: 'sessions', project: projectId }} className="link">
          <ForeignText>{title}</ForeignText>
        </Link>
      </td>
      <td className={cx(CELL, 'max-lg:order-1 max-lg:col-span-2')}>
        <CoverageBar counts={counts} label={visibleText(title)} className="w-full" />
        <span aria-hidden="true" className="block truncate text-sm text-ink-2 lg:hidden">
          {listedAt === null ? t('coverage.notListed') : countsText(counts, t)}
        </span>
      </td>
      <td className={cx(CELL, 'text-right tabular-nums')}>
        {listedAt === null ? '–' : t('coverage.number', { value: counts.total })}
        <span className="text-sm text-ink-2 lg:hidden"> {t('coverage.column.total')}</span>
      </td>
      {STATES.map((state) => (
        <td
          key={state}
          className={cx(
            CELL,
            'text-right tabular-nums max-lg:hidden',
            counts[state] === 0 && 'text-ink-2',
            state === 'missing' && counts.missing > 0 && 'font-medium text-bad',
          )}
        >
          {listedAt === null ? '–' : t('coverage.number', { value: counts[state] })}
        </td>
      ))}
      <td className={cx(CELL, 'text-sm text-ink-2 max-lg:order-2')}>
        {oldestLookAt === null ? t('coverage.neverScanned') : <Instant at={oldestLookAt} />}
      </td>
    </>
  )
}

function Actions({ project, onScan }: { project: CoverageProject; onScan: () => void }) {
  const { t } = useI18n()
  const name = visibleText(project.title)
  if (!project.mayScan) return null
  return (
    <span className="inline-flex gap-1.5">
      {project.counts.missing > 0 && (
        <Link
          to="/regeneration"
          search={{ coverage: project.projectId }}
          className={buttonClass('secondary', 'sm')}
          aria-label={t('coverage.rebuildOf', { count: project.counts.missing, name })}
        >
          {t('coverage.rebuild', { count: project.counts.missing })}
        </Link>
      )}
      <Button size="sm" onClick={onScan} aria-label={t('coverage.start.of', { name })}>
        {t('coverage.start.short')}
      </Button>
    </span>
  )
}

function NoProjects({ filter }: { filter: ProjectFilter }) {
  const { t } = useI18n()
  if (filter.search === '' && filter.state === undefined) return <Empty title={t('coverage.noProjects')} />
  return <Empty title={t('coverage.noMatch')}>{t('coverage.noMatchHint')}</Empty>
}
