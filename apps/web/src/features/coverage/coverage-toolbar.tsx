import type { CoverageProjectSort, CoverageSessionSort, CoverageState } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { SearchField } from '../../ui/search-field.tsx'
import type { PageQuery } from './coverage.queries.ts'
import type { CoverageParams } from './coverage-params.ts'
import type { CoverageView } from './coverage-view.ts'
import { STATES } from './coverage-words.ts'

interface CoverageToolbarProps {
  view: CoverageView
  onView: (change: CoverageParams, options: { replace: boolean }) => void
  /** What the search looks in. */
  label: string
  sorts: readonly Sort[]
  sort: Sort
  count: (rows: number) => string
  countOf: PageQuery<unknown>
  children?: ReactNode
}

type Sort = CoverageProjectSort | CoverageSessionSort

const SELECT = 'h-8 max-w-full rounded-md border border-line-strong bg-surface px-2 text-sm'

/** Search, filter, order and count of a list. */
export function CoverageToolbar(props: CoverageToolbarProps) {
  const { view, onView, label, sorts, sort, count, countOf, children } = props
  const { t } = useI18n()
  const total = useQuery(countOf).data?.total
  const change = (next: CoverageParams) => onView(next, { replace: true })
  const state = view.sessions.state
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line p-2">
      <SearchField
        label={label}
        value={view.sessions.search}
        onChange={(q) => change({ q: q || undefined })}
      />
      <select
        aria-label={t('coverage.filter')}
        value={state ?? ''}
        onChange={({ target }) => change({ state: (target.value as CoverageState) || undefined })}
        className={SELECT}
      >
        <option value="">{t('coverage.anyState')}</option>
        {STATES.map((each) => (
          <option key={each} value={each}>
            {t(`coverage.state.${each}`)}
          </option>
        ))}
      </select>
      <select
        aria-label={t('coverage.sort.label')}
        value={sort}
        onChange={({ target }) => change({ sort: target.value })}
        className={SELECT}
      >
        {sorts.map((each) => (
          <option key={each} value={each}>
            {t(`coverage.sort.${each}`)}
          </option>
        ))}
      </select>
      {children}
      <span role="status" className="ml-auto px-1 text-sm text-ink-2">
        {total === undefined ? '\u00a0' : count(total)}
      </span>
    </div>
  )
}
