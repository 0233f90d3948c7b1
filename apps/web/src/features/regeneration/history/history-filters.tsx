import type { Me } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { useI18n } from '../../../i18n/i18n.ts'
import type { MessageKey } from '../../../i18n/translate.ts'
import { useApi } from '../../../lib/api-context.tsx'
import { visibleText } from '../../../lib/visible-text.ts'
import { Button } from '../../../ui/button.tsx'
import { SearchField } from '../../../ui/search-field.tsx'
import { projectQueries } from '../projects.queries.ts'
import { type HistoryView, isFiltered, RUN_KINDS, RUN_STATES } from './history-view.ts'

interface HistoryFiltersProps {
  me: Me
  view: HistoryView
  onView: (change: Partial<HistoryView>) => void
}

const NONE: Partial<HistoryView> = { search: '', project: '', kind: '', state: '', by: '' }

/** What of the history is shown. */
export function HistoryFilters({ me, view, onView }: HistoryFiltersProps) {
  const { t } = useI18n()
  const projects = useQuery(projectQueries.all(useApi())).data?.projects ?? []
  return (
    <div className="grid flex-1 grid-cols-2 items-center gap-2 max-xl:order-last max-xl:basis-full max-xl:pr-2 sm:flex sm:flex-wrap xl:justify-end">
      <Choice
        label={t('history.kind')}
        value={view.kind}
        options={RUN_KINDS.map((kind) => ({ value: kind, label: t(`run.kind.${kind}`) }))}
        onChange={(kind) => onView({ kind })}
      />
      <Choice
        label={t('history.state')}
        value={view.state}
        options={RUN_STATES.map((state) => ({ value: state, label: t(stateKey(state)) }))}
        onChange={(state) => onView({ state })}
      />
      <Choice
        label={t('history.project')}
        value={view.project}
        options={withChosen(projects, view.project).map(({ id, title }) => ({
          value: id,
          label: visibleText(title),
        }))}
        onChange={(project) => onView({ project })}
      />
      <Choice
        label={t('history.by')}
        value={view.by}
        options={[...new Set([me.username, view.by].filter(Boolean))].map((name) => ({
          value: name,
          label: name === me.username ? t('history.mine') : visibleText(name),
        }))}
        onChange={(by) => onView({ by })}
      />
      <SearchField label={t('runs.search')} value={view.search} onChange={(search) => onView({ search })} />
      {isFiltered(view) && (
        <Button size="sm" variant="quiet" onClick={() => onView(NONE)}>
          {t('history.clear')}
        </Button>
      )}
    </div>
  )
}

/** A finished run has many words; as a filter it has one. */
function stateKey(state: (typeof RUN_STATES)[number]): MessageKey {
  return state === 'finished' ? 'history.finished' : `run.word.${state}`
}

/** A project of the address that is not listed is still what is asked for. */
function withChosen(projects: readonly { id: string; title: string }[], chosen: string) {
  return chosen === '' || projects.some(({ id }) => id === chosen)
    ? projects
    : [{ id: chosen, title: chosen }, ...projects]
}

interface ChoiceProps {
  label: string
  value: string
  options: readonly { value: string; label: string }[]
  onChange: (value: string) => void
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <select
      aria-label={label}
      value={options.some((option) => option.value === value) ? value : ''}
      onChange={(event) => onChange(event.target.value)}
      className="h-8 min-w-0 truncate rounded-md border border-line-strong bg-surface px-2 text-sm sm:max-w-44"
    >
      <option value="">{label}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}
