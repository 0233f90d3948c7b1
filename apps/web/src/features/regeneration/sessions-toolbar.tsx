import type { Run, RunSessionsQuery } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { SearchField } from '../../ui/search-field.tsx'
import type { SessionFilter } from './run.queries.ts'
import { countOf } from './verdicts.ts'

export type ShowOption = RunSessionsQuery['show']

interface SessionsToolbarProps {
  run: Run
  filter: SessionFilter
  options: readonly ShowOption[]
  total: number | undefined
  onFilter: (filter: SessionFilter) => void
}

export function SessionsToolbar({ run, filter, options, total, onFilter }: SessionsToolbarProps) {
  const { t } = useI18n()
  const name = (option: ShowOption) => {
    if (option === 'all' || option === 'failures') return t(`sessions.show.${option}`)
    return t('sessions.show.verdict', { verdict: t(`verdict.${option}`), count: countOf(run.counts, option) })
  }
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line p-2">
      <SearchField
        label={t('sessions.search')}
        value={filter.search}
        onChange={(search) => onFilter({ ...filter, search })}
      />
      <label className="flex items-center gap-2 text-sm">
        <span className="sr-only">{t('sessions.show.label')}</span>
        <select
          value={filter.show}
          onChange={(event) => onFilter({ ...filter, show: event.target.value as ShowOption })}
          className="h-8 max-w-full rounded-md border border-line-strong bg-surface px-2 text-sm"
        >
          {options.map((option) => (
            <option key={option} value={option}>
              {name(option)}
            </option>
          ))}
        </select>
      </label>
      <span role="status" className="ml-auto px-1 text-sm text-ink-2">
        {total !== undefined && t('sessions.count', { count: total })}
      </span>
    </div>
  )
}
