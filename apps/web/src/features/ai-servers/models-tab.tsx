import type { ServerModels, ServerOrigin } from '@ohif-admin/contracts'
import { foldText } from '@ohif-admin/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { visibleText } from '../../lib/visible-text.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { aiServerQueries } from './ai-servers.queries.ts'
import type { AiServerParams } from './ai-servers-params.ts'
import { AppFactsPart } from './app-facts.tsx'
import { ModelCard } from './model-card.tsx'
import { reasonSentence } from './server-words.ts'

type Filter = Pick<AiServerParams, 'find' | 'type' | 'label'>

interface ModelsTabProps {
  origin: ServerOrigin
  filter: Filter
  onFilter: (change: Filter) => void
}

/** What a server offers, and what the viewer will make of each model. */
export function ModelsTab({ origin, filter, onFilter }: ModelsTabProps) {
  const { t } = useI18n()
  const api = useApi()
  const queryClient = useQueryClient()
  const query = useQuery(aiServerQueries.models(api, origin))
  const again = () =>
    void queryClient.fetchQuery({ ...aiServerQueries.models(api, origin, 'again'), staleTime: 0 })
  return (
    <div className="grid gap-3 pt-3">
      <div className="flex items-center gap-2 text-sm text-ink-2">
        {query.data && (
          <span>
            {t('servers.models.readAt')} <Instant at={query.data.readAt} />
          </span>
        )}
        <Button size="sm" onClick={again} disabled={query.isFetching} className="ml-auto">
          <RefreshCw aria-hidden="true" className="size-3.5" />
          {t('servers.models.again')}
        </Button>
      </div>
      {query.isPending && <SkeletonRows rows={5} label={t('servers.models.reading')} />}
      {query.isPending && <p className="text-sm text-ink-2">{t('servers.models.slow')}</p>}
      {query.error && (
        <ErrorNotice error={query.error} what={t('servers.models.failed')} onRetry={query.refetch} />
      )}
      {query.data && <Models read={query.data} filter={filter} onFilter={onFilter} />}
    </div>
  )
}

function Models({ read, filter, onFilter }: { read: ServerModels } & Omit<ModelsTabProps, 'origin'>) {
  const { t } = useI18n()
  const { models, problems, state, reason } = read
  const { find = '', type, label } = filter
  const shown = models.filter(
    (model) =>
      (type === undefined || model.type === type) &&
      (label === undefined || model.labels.includes(label)) &&
      [model.name, model.type, ...model.labels].some((text) => foldText(text).includes(foldText(find))),
  )
  return (
    <>
      {state !== 'ok' && state !== 'degraded' && (
        <Notice tone={state === 'ok-empty' ? 'attention' : 'bad'}>{reasonSentence(state, reason, t)}</Notice>
      )}
      {problems.map(({ code, model }) => (
        <Notice
          key={`${code} ${model}`}
          tone="bad"
          title={model === null ? undefined : <ForeignText>{model}</ForeignText>}
        >
          {t(`servers.problem.${code}`)}
        </Notice>
      ))}
      {models.length > 0 && (
        <div className="flex flex-wrap items-center gap-2">
          <SearchField
            label={t('servers.models.search')}
            value={find}
            onChange={(text) => onFilter({ find: text || undefined })}
          />
          <Choice
            label={t('servers.models.anyType')}
            values={models.map((model) => model.type)}
            value={type}
            onChange={(chosen) => onFilter({ type: chosen })}
          />
          <Choice
            label={t('servers.models.anyLabel')}
            values={models.flatMap(({ labels }) => labels)}
            value={label}
            onChange={(chosen) => onFilter({ label: chosen })}
          />
          <span role="status" className="ml-auto text-sm text-ink-2">
            {t('servers.models.count', { count: shown.length })}
          </span>
        </div>
      )}
      {models.length > 0 && shown.length === 0 && <Empty title={t('servers.models.noMatch')} />}
      <ul className="grid gap-2">
        {shown.map((model) => (
          <ModelCard key={model.name} model={model} />
        ))}
      </ul>
      {read.app && <AppFactsPart app={read.app} />}
    </>
  )
}

interface ChoiceProps {
  /** Also what stands for no choice. */
  label: string
  values: readonly string[]
  value: string | undefined
  onChange: (value: string | undefined) => void
}

function Choice({ label, values, value, onChange }: ChoiceProps) {
  const all = [...new Set(values)].sort((a, b) => a.localeCompare(b))
  return (
    <select
      aria-label={label}
      value={value ?? ''}
      onChange={({ target }) => onChange(target.value || undefined)}
      className="h-8 max-w-44 rounded-md border border-line-strong bg-surface px-2 text-sm"
    >
      <option value="">{label}</option>
      {all.map((one) => (
        <option key={one} value={one}>
          {visibleText(one)}
        </option>
      ))}
    </select>
  )
}
