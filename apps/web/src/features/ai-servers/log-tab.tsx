import type { AiServer, ServerLogSource } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Instant } from '../../ui/instant.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { aiServerQueries } from './ai-servers.queries.ts'
import { ServerLogText } from './server-log-text.tsx'

const LINES = [300, 1_000, 2_000] as const
const SELECT = 'h-7 rounded-md border border-line-strong bg-surface px-2 text-sm'

/** The end of a server's own log, with what is known of its lines. */
export function LogTab({ server: { origin, kind: known, generation } }: { server: AiServer }) {
  const { t } = useI18n()
  const [source, setSource] = useState<ServerLogSource>('log')
  const [lines, setLines] = useState<number>(LINES[0])
  const query = useQuery(aiServerQueries.log(useApi(), { origin, source, lines }))
  const kind = query.data?.kind ?? known
  // Only these have a page for it.
  const hasGpu = kind === 'monai-label' || generation === '4.1'
  return (
    <div className="grid gap-3 pt-3">
      <div className="flex flex-wrap items-center gap-2 text-sm text-ink-2">
        {hasGpu && (
          <select
            aria-label={t('servers.log.source')}
            value={source}
            onChange={({ target }) => setSource(target.value === 'gpu' ? 'gpu' : 'log')}
            className={SELECT}
          >
            <option value="log">{t('servers.log.log')}</option>
            <option value="gpu">{t('servers.log.gpu')}</option>
          </select>
        )}
        {source === 'log' && (
          <select
            aria-label={t('servers.log.lines')}
            value={lines}
            onChange={({ target }) => setLines(Number(target.value))}
            className={SELECT}
          >
            {LINES.map((count) => (
              <option key={count} value={count}>
                {t('servers.log.last', { lines: count })}
              </option>
            ))}
          </select>
        )}
        {query.data && (
          <span>
            {t('servers.models.readAt')} <Instant at={query.data.readAt} />
          </span>
        )}
        <Button
          size="sm"
          onClick={() => void query.refetch()}
          disabled={query.isFetching}
          className="ml-auto"
        >
          <RefreshCw aria-hidden="true" className="size-3.5" />
          {t('servers.models.again')}
        </Button>
      </div>
      {query.isPending && <SkeletonRows rows={8} label={t('servers.log.reading')} />}
      {query.error && (
        <ErrorNotice error={query.error} what={t('servers.log.failed')} onRetry={query.refetch} />
      )}
      {query.data && <ServerLogText key={`${source} ${lines}`} log={query.data} />}
    </div>
  )
}
