import type { AiServer, ServerModels, ServerOrigin } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SERVER_TONE } from '../../ui/server-tone.ts'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { aiServerQueries } from './ai-servers.queries.ts'
import { compareModels } from './compare-models.ts'
import { ComparedModels } from './compared-models.tsx'
import { reasonSentence } from './server-words.ts'

interface CompareTabProps {
  origin: ServerOrigin
  servers: readonly AiServer[]
  /** The other server. */
  other: string | undefined
  onOther: (origin: string | undefined) => void
}

/** The models of two servers side by side, differences first. */
export function CompareTab({ origin, servers, other, onOther }: CompareTabProps) {
  const { t } = useI18n()
  const others = servers.filter((server) => server.origin !== origin)
  const chosen = others.find((server) => server.origin === other)
  return (
    <div className="grid gap-3 pt-3">
      <label className="grid gap-1 text-sm">
        <span className="text-ink-2">{t('servers.compare.with')}</span>
        <select
          value={chosen?.origin ?? ''}
          onChange={({ target }) => onOther(target.value || undefined)}
          className="h-8 w-full rounded-md border border-line-strong bg-surface px-2 font-mono text-sm"
        >
          <option value="">{t('servers.compare.choose')}</option>
          {others.map((server) => (
            <option key={server.origin} value={server.origin}>
              {server.origin}
            </option>
          ))}
        </select>
      </label>
      {others.length === 0 && <Empty title={t('servers.compare.none')} />}
      {chosen && <Compared one={origin} other={chosen.origin} />}
    </div>
  )
}

function Compared({ one, other }: { one: ServerOrigin; other: ServerOrigin }) {
  const { t } = useI18n()
  const api = useApi()
  const mine = useQuery(aiServerQueries.models(api, one))
  const theirs = useQuery(aiServerQueries.models(api, other))
  const failed = mine.error ? mine : theirs.error ? theirs : null
  if (failed) {
    return <ErrorNotice error={failed.error} what={t('servers.models.failed')} onRetry={failed.refetch} />
  }
  if (!mine.data || !theirs.data) {
    return (
      <>
        <SkeletonRows rows={5} label={t('servers.models.reading')} />
        <p className="text-sm text-ink-2">{t('servers.models.slow')}</p>
      </>
    )
  }
  const silent = [mine.data, theirs.data].filter(({ state }) => !isListed(state))
  // A list that did not come is not an empty one.
  if (silent.length > 0) return silent.map((read) => <NotRead key={read.origin} read={read} />)
  return <ComparedModels rows={compareModels(mine.data.models, theirs.data.models)} one={one} other={other} />
}

const isListed = (state: ServerModels['state']) =>
  state === 'ok' || state === 'ok-empty' || state === 'degraded'

function NotRead({ read: { origin, state, reason } }: { read: ServerModels }) {
  const { t } = useI18n()
  return (
    <Notice tone={SERVER_TONE[state]} title={t('servers.compare.notRead', { origin })}>
      {reasonSentence(state, reason, t)}
    </Notice>
  )
}
