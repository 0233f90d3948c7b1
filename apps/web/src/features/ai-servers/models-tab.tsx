import type { AiModelView, ServerModels, ServerOrigin } from '@ohif-admin/contracts'
import { foldText } from '@ohif-admin/contracts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import type { Tone } from '../../ui/tone.ts'
import { aiServerQueries } from './ai-servers.queries.ts'
import { reasonSentence } from './server-words.ts'

const VIEWER_TONE: Record<AiModelView['viewer'], Tone> = {
  usable: 'good',
  'listed-only': 'attention',
  hidden: 'neutral',
}

/** What a server offers, and what the viewer will make of each model. */
export function ModelsTab({ origin }: { origin: ServerOrigin }) {
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
      {query.data && <Models read={query.data} />}
    </div>
  )
}

function Models({ read }: { read: ServerModels }) {
  const { t } = useI18n()
  const [search, setSearch] = useState('')
  const { models, problems, state, reason } = read
  const shown = models.filter(({ name, type, labels }) =>
    [name, type, ...labels].some((text) => foldText(text).includes(foldText(search))),
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
          <SearchField label={t('servers.models.search')} value={search} onChange={setSearch} />
          <span role="status" className="ml-auto text-sm text-ink-2">
            {t('servers.models.count', { count: shown.length })}
          </span>
        </div>
      )}
      {models.length > 0 && shown.length === 0 && <Empty title={t('servers.models.noMatch')} />}
      <ul className="grid gap-2">
        {shown.map((model) => (
          <Model key={model.name} model={model} />
        ))}
      </ul>
    </>
  )
}

function Model({ model }: { model: AiModelView }) {
  const { t } = useI18n()
  const others = Object.entries(model.others)
  return (
    <li className="grid gap-1 rounded-md border border-line p-3">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <ForeignText className="font-mono font-medium break-all">{model.name}</ForeignText>
        <ForeignText className="text-sm text-ink-2">{model.type}</ForeignText>
        <span className="ml-auto">
          <Badge tone={VIEWER_TONE[model.viewer]} plain>
            {t(`servers.viewer.${model.viewer}`)}
          </Badge>
        </span>
      </div>
      {model.viewer !== 'usable' && (
        <p className="text-sm text-ink-2">{t(`servers.viewerWhy.${model.viewer}`)}</p>
      )}
      {model.description !== '' && <ForeignText className="text-sm">{model.description}</ForeignText>}
      {model.labels.length > 0 && (
        <p className="text-sm text-ink-2">
          {t('servers.models.labels')}{' '}
          <ForeignText className="text-ink">{model.labels.join(', ')}</ForeignText>
        </p>
      )}
      {others.length > 0 && (
        <details className="text-sm">
          <summary className="cursor-pointer text-ink-2">
            {t('servers.models.others', { count: others.length })}
          </summary>
          <pre className="foreign mt-1 overflow-x-auto font-mono text-xs whitespace-pre-wrap">
            {others.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join('\n')}
          </pre>
        </details>
      )}
    </li>
  )
}
